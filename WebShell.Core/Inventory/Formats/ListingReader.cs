using System.Text;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Reads the machines of a file, whichever format it has: within <see cref="MaxFileBytes"/>, as UTF-8. Thread-safe singleton.</summary>
public sealed class ListingReader(IEnumerable<IListingFormat> formats)
{
    /// <summary>10,000 richly labelled machines are about 5 MB.</summary>
    public const int MaxFileBytes = 32 * 1024 * 1024;

    private const int HeadLength = 64 * 1024;

    private readonly IReadOnlyList<IListingFormat> _formats = [.. formats];

    /// <summary>The names of the formats, as a caller may name one.</summary>
    public IReadOnlyList<string> Formats => [.. _formats.Select(format => format.Name)];

    /// <summary>Reads a file on this machine; what it includes is looked for in its folder.</summary>
    /// <param name="path">Absolute, or relative to the working directory.</param>
    /// <param name="format">One of <see cref="Formats"/>; null: what it looks like.</param>
    /// <param name="defaultLogins">The logins of machines for which it names none; empty: those are rejected.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InventoryException">It could not be read at all; the message names every mistake.</exception>
    public async Task<Listing> ReadFileAsync(string path, string? format, IReadOnlyList<string> defaultLogins, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var text = await ReadTextAsync(file, cancellationToken);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            return Read(new ListingText(Path.GetFileName(path), text) { BaseDirectory = folder, DefaultLogins = defaultLogins }, format, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InventoryException($"The file could not be read: {e.Message}", e);
        }
    }

    /// <summary>Reads what somebody sent; it includes nothing.</summary>
    /// <exception cref="InventoryException">It could not be read at all; the message names every mistake.</exception>
    public async Task<Listing> ReadAsync(string fileName, Stream content, string? format, IReadOnlyList<string> defaultLogins, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(content, cancellationToken);
        return Read(new ListingText(Path.GetFileName(fileName), text) { DefaultLogins = defaultLogins }, format, cancellationToken);
    }

    /// <exception cref="InventoryException">It could not be read at all; the message names every mistake.</exception>
    internal Listing Read(ListingText text, string? format, CancellationToken cancellationToken)
    {
        var head = text.Text[..Math.Min(text.Text.Length, HeadLength)];
        var chosen = format is null
            ? _formats.FirstOrDefault(one => one.Recognises(text.FileName, head))
            : _formats.FirstOrDefault(one => one.Name == format);
        if (chosen is null)
        {
            throw new InventoryException(format is null
                ? $"It is not clear what kind of file this is: nothing in it looks like one of {string.Join(", ", Formats)} (docs/inventory.md has an example of each)."
                : $"There is no format '{ShownText.Of(format)}'; there are {string.Join(", ", Formats)}.");
        }

        return chosen.Read(text, cancellationToken);
    }

    internal static async Task<string> ReadTextAsync(Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Append(bytes, buffer.AsSpan(0, read));
        }

        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    internal static string ReadText(Stream content)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            Append(bytes, buffer.AsSpan(0, read));
        }

        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Append(MemoryStream bytes, ReadOnlySpan<byte> more)
    {
        if (bytes.Length + more.Length > MaxFileBytes)
        {
            throw new InventoryException($"The file is larger than {MaxFileBytes / 1024 / 1024} MiB.");
        }

        bytes.Write(more);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            throw new InventoryException("This is a packed file, such as a spreadsheet (.xlsx): save it as CSV in UTF-8 and take that.");
        }

        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            var encoding = bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return encoding.GetString(bytes[2..]);
        }

        try
        {
            bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InventoryException($"The file is not text in UTF-8: byte {e.Index + 1} does not belong there. Save it in UTF-8 and take that.", e);
        }
    }
}
