using System.Net.Http.Json;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Benchmarks.Serving;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>
/// How much the server's memory grows per open, idle shell with its circuit. The shells are real ones on a real sshd; the
/// circuits' browsers are played by a Node script. A server of its own, so that nothing else has grown it before.
/// </summary>
internal sealed class MemoryMeasure : IMeasure
{
    private const double MaxKilobytes = 300;

    // Compiled code and pools that the first shells need, and that the next ones do not need again.
    private const int WarmUpShells = 12;

    public string Name => "memory";

    public async Task RunAsync(BenchStage stage)
    {
        await using var server = await BenchServer.StartAsync(stage.NewFolder("memory"));
        await using var shells = IdleShells.Start(server.SignIn, BenchStage.Vm);
        using var client = await shells.SignedInClientAsync(server.Address);

        await shells.OpenAsync(WarmUpShells);
        var none = await ReadAsync(client, server);
        var table = new Table("Server memory, idle shells on top of the first 12", "shells", "resident MB", "private MB", "resident KB/shell", "private KB/shell", "GC heap KB/shell");
        table.Add(WarmUpShells, none.Process.Resident / 1e6, none.Process.Private / 1e6, "", "", "");
        foreach (var count in stage.Scale.IdleShells)
        {
            await shells.OpenAsync(count);
            var now = await ReadAsync(client, server);
            var more = (count - WarmUpShells) * 1000.0;
            var perShell = (now.Process.Resident - none.Process.Resident) / more;
            table.Add(
                count, now.Process.Resident / 1e6, now.Process.Private / 1e6, perShell,
                (now.Process.Private - none.Process.Private) / more, (now.Heap - none.Heap) / more);
            stage.Report.Add(Figure.AtMost($"server memory per idle shell at {count} shells", MaxKilobytes, perShell, " KB"));
        }

        stage.Report.Add(table);
    }

    private static async Task<(ProcessMemory Process, long Heap)> ReadAsync(HttpClient client, BenchServer server)
    {
        // What opening left in pools and timers settles first.
        await Task.Delay(TimeSpan.FromSeconds(3));
        var collected = await client.GetFromJsonAsync<MemoryNow>("/bench/collect");
        return (ProcessMemory.Of(server.ProcessId), collected!.HeapBytes);
    }
}
