using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Formats.NetBox;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Editing;

/// <summary>Reads what a source lists, from its file, its address or an upload. Thread-safe singleton.</summary>
public sealed class SourceReader(ListingReader files, NetBoxClient netBox, SourceFolders folders, IOptions<InventoryOptions> options)
{
    /// <summary>How long a file may take; a network disk can hang for ever. What is read over HTTP has limits of its own.</summary>
    private static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<string> _defaultLogins = [.. options.Value.DefaultLogins];

    /// <summary>The kinds that a source may have.</summary>
    public IReadOnlyList<string> Kinds => [MachineSource.AnyFile, .. files.Formats];

    /// <summary>Reads the source now.</summary>
    /// <exception cref="InventoryException">It could not be read at all; the message names every mistake.</exception>
    public async Task<Listing> ReadAsync(MachineSource source, CancellationToken cancellationToken)
    {
        if (source.Place is null)
        {
            throw new InventoryException("The lists of this source are uploaded.");
        }

        if (source.IsOverHttp)
        {
            return await netBox.ReadAsync(new Uri(source.Place), folders.TokenOf(source), LoginsOf(source), cancellationToken);
        }

        var reading = Task.Run(() => files.ReadFileAsync(folders.FileOf(source), FormatOf(source), LoginsOf(source), cancellationToken), cancellationToken);
        try
        {
            return await reading.WaitAsync(FileLimit, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InventoryException($"The file could not be read within {FileLimit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Reads a list that somebody sent for the source; it includes nothing.</summary>
    /// <param name="source">Whose list it is.</param>
    /// <param name="fileName">What it was called; formats may be told apart by it.</param>
    /// <param name="content">At most <see cref="ListingReader.MaxFileBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InventoryException">It could not be read at all; the message names every mistake.</exception>
    public Task<Listing> ReadUploadAsync(MachineSource source, string fileName, Stream content, CancellationToken cancellationToken) =>
        files.ReadAsync(fileName, content, FormatOf(source), LoginsOf(source), cancellationToken);

    /// <summary>Differs from its last value when the source's file changed; null: it has no file, or the file is not there.</summary>
    internal object? Version(MachineSource source)
    {
        try
        {
            return source is { Place: not null, IsOverHttp: false } && new FileInfo(folders.FileOf(source)) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;
        }
        catch (InventoryException)
        {
            // Reading it says so.
            return null;
        }
    }

    private static string? FormatOf(MachineSource source) => source.Kind == MachineSource.AnyFile ? null : source.Kind;

    private IReadOnlyList<string> LoginsOf(MachineSource source) => source.DefaultLogins.Count > 0 ? source.DefaultLogins : _defaultLogins;
}
