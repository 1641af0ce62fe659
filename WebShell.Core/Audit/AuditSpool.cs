using System.Text.Json;

namespace WebShell.Core.Audit;

/// <summary>Where events wait while the database does not answer: one JSON line each, on the disk when a call returns, bounded. One process writes the file; not thread-safe.</summary>
public sealed class AuditSpool(string path)
{
    /// <summary>What waits at most; at the bound nothing more is accepted, and so nothing more happens that must be audited.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private long _bytes = -1;

    public bool IsEmpty => Length == 0;

    private long Length
    {
        get => _bytes >= 0 ? _bytes : _bytes = File.Exists(path) ? new FileInfo(path).Length : 0;
        set => _bytes = value;
    }

    /// <summary>Appends all of them or, at the bound, none.</summary>
    /// <exception cref="IOException">It cannot be written, or is full.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public void Append(IReadOnlyList<AuditEntry> entries)
    {
        var text = new MemoryStream();
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(text, entry);
            text.WriteByte((byte)'\n');
        }

        if (Length + text.Length > MaxBytes)
        {
            throw new IOException($"{MaxBytes / 1024 / 1024} MiB of events wait for the database, which is as much as may wait.");
        }

        using var file = Open();
        try
        {
            // Whole lines only: what a crash left of one gets its end first.
            if (file.Length > 0 && (file.Seek(-1, SeekOrigin.End), file.ReadByte()).Item2 != '\n')
            {
                file.Seek(0, SeekOrigin.End);
                file.WriteByte((byte)'\n');
            }

            file.Seek(0, SeekOrigin.End);
            file.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
            file.Flush(flushToDisk: true);
        }
        finally
        {
            Length = file.Length;
        }
    }

    /// <summary>All that waits, in order; half lines, which nobody was told of, are left out.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public IReadOnlyList<AuditEntry> Read() =>
        IsEmpty ? [] : [.. File.ReadLines(path).Select(Parse).OfType<AuditEntry>()];

    /// <summary>It is all written where it belongs.</summary>
    public void Clear()
    {
        if (!IsEmpty)
        {
            using var file = Open();
            file.SetLength(0);
            file.Flush(flushToDisk: true);
        }

        Length = 0;
    }

    private static AuditEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private FileStream Open() => new(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
