using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace WebShell.Core.Audit;

/// <summary>Events as JSON lines: one object a line, with its number and hash, so that the chain can be checked from the file alone.</summary>
public static class AuditLines
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes them until there are no more; whoever reads slowly slows it.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> WriteAsync(IAsyncEnumerable<AuditRow> rows, Stream stream, CancellationToken cancellationToken)
    {
        var count = 0L;
        using var line = new MemoryStream();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            line.SetLength(0);
            Write(row, line);
            await stream.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken);
            count++;
        }

        await stream.FlushAsync(cancellationToken);
        return count;
    }

    private static void Write(AuditRow row, Stream line)
    {
        var entry = row.Entry;
        using (var json = new Utf8JsonWriter(line, Format))
        {
            json.WriteStartObject();
            json.WriteNumber("number", row.Number);
            json.WriteString("at", entry.At.UtcDateTime);
            json.WriteString("id", entry.Id);
            json.WriteString("kind", entry.Kind);
            json.WriteString("actorId", entry.ActorId);
            json.WriteString("actor", entry.ActorName);
            json.WriteString("on", entry.On);
            json.WriteString("from", entry.From);
            json.WriteString("session", entry.SessionId);
            json.WriteString("outcome", entry.Outcome);
            json.WriteString("result", entry.Result);
            json.WriteString("because", entry.Because?.ToString());
            json.WriteStartObject("details");
            foreach (var (name, value) in entry.ReadDetails())
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("hash", row.Hash);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
    }
}
