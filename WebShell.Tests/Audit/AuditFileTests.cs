using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Audit;

namespace WebShell.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-audit-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    private string Path => System.IO.Path.Combine(_directory, "audit.jsonl");

    [Fact]
    public async Task Write_IsALineOfJson_ThatOnlyTheOwnerMayRead()
    {
        var log = new AuditFile(Path, _time);

        await log.WriteAsync(Event("web-01"), default);
        await log.WriteAsync(Event("line\nbreak"), default);

        var lines = await File.ReadAllLinesAsync(Path);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal("2026-11-22T10:00:00+00:00", first.RootElement.GetProperty("at").GetString());
        Assert.Equal("host-key-replaced", first.RootElement.GetProperty("kind").GetString());
        Assert.Equal("new", first.RootElement.GetProperty("details").GetProperty("pinned").GetString());
        using var second = JsonDocument.Parse(lines[1]);
        Assert.Equal("line\nbreak", second.RootElement.GetProperty("on").GetString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task Write_AfterACrashInTheMiddleOfALine_BeginsANewOne()
    {
        await File.WriteAllTextAsync(Path, "{\"at\":\"2026-");

        await new AuditFile(Path, _time).WriteAsync(Event("web-01"), default);

        Assert.Equal(2, (await File.ReadAllLinesAsync(Path)).Length);
    }

    [Fact]
    public async Task Write_FromManyThreads_LosesNothing()
    {
        var log = new AuditFile(Path, _time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () => await log.WriteAsync(Event($"vm-{number}"), default))));

        Assert.Equal(20, (await File.ReadAllLinesAsync(Path)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("on").GetString()).Distinct().Count());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static AuditEvent Event(string on) =>
        new(AuditKind.HostKeyReplaced, "ann", "Ann Berg", on, new Dictionary<string, string> { ["pinned"] = "new" });
}
