using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Storage;

/// <summary>Where the database is, and how to open it.</summary>
internal sealed class StorageConnection(DataDirectory data, IOptions<StorageOptions> options)
{
    public string Path => data.File(options.Value.File);

    public string Text => new SqliteConnectionStringBuilder { DataSource = Path }.ToString();
}
