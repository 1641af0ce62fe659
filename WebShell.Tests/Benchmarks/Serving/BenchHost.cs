using System.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Operations;
using WebShell.App.Security;
using WebShell.Tests.Benchmarks.Probing;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>
/// The server under measure: the portal as it is composed for users, plus, behind the same guard and sign-in, what it is
/// compared with (<c>/bench/raw</c>), the payloads, and a way to ask for a garbage collection before memory is read.
/// </summary>
internal static class BenchHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Portal.Build(args);
        MapBench(app);
        await app.StartAsync();
        var origin = app.Services.GetRequiredService<PublicOrigins>().First;
        Console.WriteLine($"WebShell ready: {app.Services.GetRequiredService<OneTimeSignIn>().LinkUnder(origin)}");
        await Task.WhenAny(app.Services.GetRequiredService<StopSignal>().WaitAsync(), ParentGoneAsync());
        await app.StopAsync();
        return 0;
    }

    // The bench holds the other end of standard input, so that nothing is left running when it was killed.
    private static Task ParentGoneAsync() => Task.Factory.StartNew(
        () =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void MapBench(WebApplication app)
    {
        var bench = app.MapGroup("/bench").RequireAuthorization();
        bench.Map("/raw", RawShellEndpoint.Create(app));
        bench.MapGet("/page/{file}", (string file) => BenchPages.Find(file) ?? Results.NotFound());
        bench.MapGet("/payload/{kind}", (PayloadKind kind) => Results.Bytes(Payload.Of(kind).Pieces.SelectMany(piece => piece).ToArray()));
        bench.MapGet("/collect", Collect);
        bench.MapGet("/detached", DetachedShells.OpenAsync);
    }

    // What is left after it is held by somebody, not waiting to be collected.
    private static MemoryNow Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var info = GC.GetGCMemoryInfo();
        return new MemoryNow(GC.GetTotalMemory(forceFullCollection: false), info.TotalCommittedBytes, Environment.ProcessId);
    }
}

/// <summary>What the server's garbage collector holds, in bytes, right after a collection.</summary>
internal sealed record MemoryNow(long HeapBytes, long CommittedBytes, int ProcessId);
