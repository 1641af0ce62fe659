using System.Text;
using Microsoft.AspNetCore.Components;
using WebShell.App.Terminals;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Terminals;

/// <summary>The line between page and portal is cut at hundreds of random points of a seeded stream: nothing is lost or doubled, either way.</summary>
public sealed class ContinuationTests : IAsyncLifetime
{
    private const int OutputBytes = 2_000_000;
    private const int InputBytes = 200_000;
    private const int LeastCuts = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SessionBench _bench = new();
    private readonly Dispatcher _dispatcher = Dispatcher.CreateDefault();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task CutAnywhere_BothDirectionsArriveByteExact(int seed)
    {
        var random = new Random(seed);
        var (output, typed) = (Stream(random), Bytes(random, InputBytes));
        var (lease, shell) = await _bench.ConnectAsync();
        var printing = PrintAsync(shell, output, random.Next());

        var page = await _dispatcher.InvokeAsync(() => ShowAsync(lease, random, typed, page => page.NextCut = random.Next(100), page => page.Taken == output.Length && page.HasTypedAll));
        await printing;

        Assert.Equal(TerminalPage.Hash(output), TerminalPage.Hash(page.Output));
        Assert.Equal(TerminalPage.Hash(typed), TerminalPage.Hash(await InputAsync(shell, typed.Length)));
        Assert.InRange(page.Cuts, LeastCuts, int.MaxValue);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task ReloadedAnywhere_EachPageSeesTheStreamFromWhereItBegan(int seed)
    {
        var random = new Random(seed);
        var output = Stream(random);
        var (lease, shell) = await _bench.ConnectAsync();
        var printing = PrintAsync(shell, output, random.Next());

        for (var reload = 1; reload <= 20; reload++)
        {
            var until = Math.Max(lease.LiveFrom, output.Length / 20 * reload) + (reload == 20 ? 0 : random.Next(50_000));
            until = Math.Min(until, output.Length);
            var page = await _dispatcher.InvokeAsync(() => ShowAsync(lease, random, [], page => page.NextCut = random.Next(100_000), page => page.Taken >= until));

            var (from, to) = ((int)page.Start, (int)page.Taken);
            Assert.Equal(TerminalPage.Hash(output.AsSpan(from..to)), TerminalPage.Hash(page.Output));
            Assert.Equal(0, Utf8Boundary.OrphanedHead(page.Output));
            lease = SessionBench.TakeOver(lease.Session);
            Assert.InRange(lease.LiveFrom, to, output.Length);
        }

        await printing;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
    }

    // One page's life: until it has what it is to have, then it is gone with everything under way.
    private static async Task<SimulatedPage> ShowAsync(ShellLease lease, Random random, byte[] typed, Action<SimulatedPage> begin, Func<SimulatedPage, bool> hasAll)
    {
        using var connection = new CircuitConnection();
        using var share = new CircuitOutputWindow().Join(isVisible: true);
        using var closing = new CancellationTokenSource();
        var input = new InputSequence(lease.WriteAsync);
        var page = new SimulatedPage(random, connection, input, typed);
        begin(page);
        var feeding = new OutputFeed(lease, share, connection, TimeProvider.System).RunAsync(
            page,
            async token =>
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                return page.Resume(input.Seen);
            },
            closing.Token);
        using var patience = new CancellationTokenSource(Patience);
        while (!hasAll(page) && !feeding.IsCompleted)
        {
            Assert.True(page.Failure is null, $"{page.Failure}");
            Assert.False(
                patience.IsCancellationRequested,
                $"Stuck: {page.Taken} of {lease.Session.Output.End} taken, {page.Cuts} cuts, up {connection.IsUp}, {share.InFlight} under way, paced {lease.Session.IsPaced}.");
            await Task.Delay(1);
        }

        await closing.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return page;
    }

    private static async Task PrintAsync(StrictShell shell, byte[] output, int seed)
    {
        var random = new Random(seed);
        for (var offset = 0; offset < output.Length;)
        {
            var count = Math.Min(random.Next(1, 6000), output.Length - offset);
            shell.Print(output[offset..(offset + count)]);
            offset += count;
            // In many pieces, so that there are many places to cut.
            await Task.Delay(1);
        }
    }

    private static async Task<byte[]> InputAsync(StrictShell shell, int length)
    {
        var all = new MemoryStream();
        while (all.Length < length)
        {
            all.Write(await shell.NextInputAsync());
        }

        return all.ToArray();
    }

    // Text of every width, colours, and control sequences long enough to be cut.
    private static byte[] Stream(Random random)
    {
        string[] pieces = ["é", "—", "日本語", "🚀", "\u001b[38;2;10;200;30m", "\u001b]0;a title\u0007", "\u001b[0m", "\r\n", "plain text ", "\u001b[12;40H"];
        var text = new StringBuilder();
        while (text.Length < OutputBytes / 2)
        {
            text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next());
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
