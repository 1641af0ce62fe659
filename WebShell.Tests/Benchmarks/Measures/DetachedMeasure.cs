using System.Net.Http.Json;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Benchmarks.Serving;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>
/// What shells cost the server that nobody shows and nobody types in: real ones on a real sshd, opened and left by the server
/// itself (no circuits: they have ended). A server of its own for each kind.
/// </summary>
internal sealed class DetachedMeasure : IMeasure
{
    private const double MaxMegabytesPerThousand = 100;
    private const int WarmUpShells = 12;

    // 18 KB: a few screens of output.
    private const int SomeLines = 3200;

    private static readonly TimeSpan OpenLimit = TimeSpan.FromMinutes(8);

    // Half a minute without output, and buffers give memory back; what opening left in pools and timers settles sooner.
    private static readonly TimeSpan UntilAtRest = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan UntilSettled = TimeSpan.FromSeconds(3);

    public string Name => "detached";

    public async Task RunAsync(BenchStage stage)
    {
        var table = new Table("Server memory, detached idle shells on top of the first 12", "output", "shells", "resident MB", "GC heap MB", "resident KB/shell");
        foreach (var (kind, lines) in new[] { ("prompt", 0), ("18 KB", SomeLines) })
        {
            var perShell = await MeasureAsync(stage, table, kind, lines);
            stage.Report.Add(Figure.AtMost($"server memory of 1,000 detached idle shells ({kind})", MaxMegabytesPerThousand, perShell, " MB"));
        }

        stage.Report.Add(table);
    }

    // In KB per shell, which is MB per thousand.
    private static async Task<double> MeasureAsync(BenchStage stage, Table table, string kind, int lines)
    {
        await using var server = await BenchServer.StartAsync(stage.NewFolder($"detached-{lines}"));
        await using var shells = IdleShells.Start(server.SignIn, BenchStage.Vm);
        using var client = await shells.SignedInClientAsync(server.Address);
        client.Timeout = OpenLimit;

        var none = await OpenAsync(client, server, WarmUpShells, lines, UntilSettled);
        var some = await OpenAsync(client, server, stage.Scale.DetachedShells, lines, UntilAtRest);
        var more = (stage.Scale.DetachedShells - WarmUpShells) * 1000.0;
        var perShell = (some.Resident - none.Resident) / more;
        table.Add(kind, WarmUpShells, none.Resident / 1e6, none.Heap / 1e6, "");
        table.Add(kind, stage.Scale.DetachedShells, some.Resident / 1e6, some.Heap / 1e6, perShell);
        return perShell;
    }

    private static async Task<(long Resident, long Heap)> OpenAsync(HttpClient client, BenchServer server, int total, int lines, TimeSpan wait)
    {
        var detached = await client.GetFromJsonAsync<int>($"/bench/detached?vm={BenchStage.Vm}&total={total}&lines={lines}");
        if (detached != total)
        {
            throw new BenchException($"{detached} of {total} shells are detached.");
        }

        await Task.Delay(wait);
        var collected = await client.GetFromJsonAsync<MemoryNow>("/bench/collect");
        return (ProcessMemory.Of(server.ProcessId).Resident, collected!.HeapBytes);
    }
}
