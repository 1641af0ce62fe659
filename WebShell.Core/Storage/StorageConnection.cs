using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Storage;

/// <summary>Where the database is, and how to open it.</summary>
internal sealed class StorageConnection(DataDirectory data, IOptions<StorageOptions> options)
{
    public string Path => data.File(options.Value.File);

    /// <summary>A connection of one's own, for what goes without EF Core; who finds the file locked waits.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var opened = new SqliteConnection(Text);
        try
        {
            await opened.OpenAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public string Text => new SqliteConnectionStringBuilder { DataSource = Path }.ToString();
}
