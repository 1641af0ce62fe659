using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Audit;

/// <summary>The newest link, outside of the database: who cuts the end off there does not reach this. One writer.</summary>
/// <remarks>Two places that are written in turn, each whole in one sector: a torn write leaves the other one.</remarks>
public sealed class AuditHeadFile(string path)
{
    private const int Place = 256;

    private readonly Lock _gate = new();
    private long _turn = -1;

    /// <summary>Null: there is none yet.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    /// <exception cref="InvalidDataException">Neither place has a head.</exception>
    public AuditHead? Read()
    {
        lock (_gate)
        {
            return ReadNewest()?.Head;
        }
    }

    /// <param name="head">How far the log is written.</param>
    /// <param name="isOnDisk">Whether it must outlast a power cut when this returns; else it only outlasts the process.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public void Write(AuditHead head, bool isOnDisk)
    {
        lock (_gate)
        {
            _turn = (_turn >= 0 ? _turn : Turn()) + 1;
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Seek(_turn % 2 * Place, SeekOrigin.Begin);
            file.Write(Encoding.ASCII.GetBytes(LineOf(_turn, head).PadRight(Place - 1) + "\n"));
            file.Flush(flushToDisk: isOnDisk);
        }
    }

    private static string LineOf(long turn, AuditHead head)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{turn} {head.Written.Number} {head.Written.Hash} {head.Announced.Number} {head.Announced.Hash}");
        return $"{text} {CheckOf(text)}";
    }

    private static string CheckOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..16];

    // What nobody can read any more is replaced by what is written next; whoever reads it is told.
    private long Turn()
    {
        try
        {
            return ReadNewest()?.Turn ?? 0;
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private (long Turn, AuditHead Head)? ReadNewest()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[2 * Place];
        var text = Encoding.ASCII.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var found = text.Split('\n').Select(Parse).Where(place => place is not null).MaxBy(place => place!.Value.Turn);
        return found ?? throw new InvalidDataException($"{path} does not hold the head of the audit log.");
    }

    private static (long Turn, AuditHead Head)? Parse(string line) =>
        line.Trim().Split(' ') is [var turn, var written, var writtenHash, var announced, var announcedHash, var check]
        && check == CheckOf($"{turn} {written} {writtenHash} {announced} {announcedHash}")
            ? (long.Parse(turn, CultureInfo.InvariantCulture), new AuditHead(
                new AuditLink(long.Parse(written, CultureInfo.InvariantCulture), writtenHash), new AuditLink(long.Parse(announced, CultureInfo.InvariantCulture), announcedHash)))
            : null;
}
