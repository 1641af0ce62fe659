using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebShell.Core.Audit;

/// <summary>One JSON line an event, only ever appended to. Thread-safe; one process writes the file.</summary>
public sealed class AuditFile(string path, TimeProvider time) : IAuditLog
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Lock _gate = new();

    public ValueTask WriteAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Append(JsonSerializer.SerializeToUtf8Bytes(new Line(time.GetUtcNow(), what.Kind, what.ActorId, what.ActorName, what.On, what.Details), Format));
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditException(e);
        }
    }

    private void Append(byte[] line)
    {
        lock (_gate)
        {
            // Whole lines only: what a crash left of one gets its end first.
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            var isWhole = file.Length == 0 || (file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() == '\n');
            file.Seek(0, SeekOrigin.End);
            file.Write(isWhole ? [.. line, (byte)'\n'] : [(byte)'\n', .. line, (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
    }

    private sealed record Line(DateTimeOffset At, AuditKind Kind, string ActorId, string ActorName, string On, IReadOnlyDictionary<string, string> Details);
}
