using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.App.Terminals;
using WebShell.Tests.Browser.Support;

namespace WebShell.Tests.Browser;

/// <summary>The terminal's bytes between a real browser and the portal, over a network that breaks.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class TerminalTransportTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedConnector _connector = new();
    private readonly CuttingProxy _proxy = new();
    private PortalHost _portal = null!;
    private TerminalPage _terminal = null!;
    private ScriptedShell _shell = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory, _proxy.Address);
        _proxy.Start(_portal.Address);
        _terminal = await TerminalPage.OpenAsync(browser, _portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        _shell = await _connector.NextAsync();
    }

    public async Task DisposeAsync()
    {
        await _terminal.Page.Context.CloseAsync();
        await _portal.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Keys_GoToTheShell_AndOutputIsShown()
    {
        _shell.OnInput = input => _shell.PrintAsync(input);

        await _terminal.TypeAsync("hello");

        await _terminal.ShowsAsync("hello");
        Assert.Equal("hello", Encoding.UTF8.GetString(_shell.Input));
    }

    [Fact]
    public async Task Flood_CutSeveralTimes_ArrivesByteExact()
    {
        var flood = Flood(megabytes: 12);
        var printing = _shell.PrintAsync(flood);

        for (var cut = 1; cut <= 5; cut++)
        {
            await _terminal.GivenAsync(flood.Length / 8 * cut);
            _proxy.Cut();
        }

        await printing.WaitAsync(Patience);
        await _terminal.GivenAsync(flood.Length);
        Assert.Equal(flood.Length, await _terminal.GivenAsync());
        Assert.Equal(TerminalPage.Hash(flood), await _terminal.GivenHashAsync());
        Assert.True(_proxy.Cuts >= 10, $"{_proxy.Cuts} cuts");
    }

    [Fact]
    public async Task Paste_OfOneMegabyteWhileTheLineIsCut_ReachesTheShellByteExact()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i:D8} – “é” 日本 🚀"))[..600_000];
        var expected = Encoding.UTF8.GetBytes(text);
        Assert.InRange(expected.Length, 800_000, 1024 * 1024);
        var cutAt = new Queue<int>([100_000, 300_000, 500_000, 700_000]);
        _shell.OnInput = async _ =>
        {
            if (cutAt.TryPeek(out var next) && _shell.InputLength >= next)
            {
                cutAt.Dequeue();
                _proxy.Cut();
            }

            await Task.Delay(2);
        };

        await _terminal.PasteAsync(text);
        await _terminal.ConfirmPasteAsync();

        await UntilAsync(() => _shell.InputLength >= expected.Length);
        await _terminal.StateAsync("connected");
        Assert.Equal(expected.Length, _shell.InputLength);
        Assert.Equal(TerminalPage.Hash(expected), TerminalPage.Hash(_shell.Input));
        Assert.Empty(cutAt);
    }

    [Fact]
    public async Task Paste_OfOneMegabyte_NeverMakesAMessageTheHubRefuses()
    {
        var largest = 0;
        var page = await _terminal.Page.Context.NewPageAsync();
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => largest = Math.Max(largest, LargestMessage(frame.Binary ?? []));
        await page.GotoAsync(new Uri(_proxy.Address, $"/shell/{ScriptedConnector.VmName}").ToString());
        var shell = await _connector.NextAsync();
        var terminal = new TerminalPage(page);
        await terminal.StateAsync("connected");

        await terminal.PasteAsync(new string('x', 1024 * 1024));
        await terminal.ConfirmPasteAsync();

        await UntilAsync(() => shell.InputLength == 1024 * 1024);
        Assert.InRange(largest, InputSequence.MaxPieceBytes, 32 * 1024 - 1);
    }

    [Fact]
    public async Task Paste_AboveOneMegabyte_IsRefusedWithAnAnswer()
    {
        await _terminal.PasteAsync(new string('x', (1024 * 1024) + 1));

        await Assertions.Expect(_terminal.Root.GetByRole(AriaRole.Alert)).ToContainTextAsync("larger than 1 MiB: upload a file");
        Assert.Equal(0, _shell.InputLength);
    }

    [Fact]
    public async Task CtrlC_AgainstAFlood_QuietensTheScreen()
    {
        using var flooding = new CancellationTokenSource();
        _shell.OnInput = input => input.Span.Contains((byte)3) ? flooding.CancelAsync() : Task.CompletedTask;
        var printing = PrintUntilAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("y\r\n", 1000))), flooding.Token);
        await _terminal.GivenAsync(4_000_000);

        await _terminal.PressAsync("Control+c");
        var printed = await printing.WaitAsync(Patience);
        await _terminal.GivenAsync(printed);

        Assert.Equal(printed, await _terminal.GivenAsync());
        // In bytes, because a busy machine stretches time: what is in all buffers, and what is printed until the key is there.
        Assert.InRange(await _terminal.GivenSinceKeyAsync(), 0, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task CtrlC_DuringAPaste_StopsTheRestOfIt()
    {
        var mayTake = new TaskCompletionSource();
        _shell.OnInput = _ => mayTake.Task;
        await _terminal.PasteAsync(new string('x', 1_000_000));
        await _terminal.ConfirmPasteAsync();
        await UntilAsync(() => _shell.InputLength > 0);

        await _terminal.PressAsync("Control+c");
        mayTake.SetResult();

        await UntilAsync(() => _shell.Input[^1] == 3);
        Assert.InRange(_shell.InputLength, 1, 100_000);
    }

    [Fact]
    public async Task SingleLine_OfTenMegabytes_IsShownToItsEnd()
    {
        var line = Encoding.ASCII.GetBytes(new string('a', 10_000_000) + "THE-END");

        await _shell.PrintAsync(line).WaitAsync(Patience);

        await _terminal.GivenAsync(line.Length);
        await _terminal.ShowsAsync("THE-END");
    }

    [Fact]
    public async Task NulAndInvalidBytes_ArePassedOnAndHarmless()
    {
        byte[] wild = [0, 0xFF, 0xFE, 0xC0, 0x80, 0xE2, 0x28, 0xA1, 0xF8, 0x88, 0, .. Enumerable.Range(128, 128).Select(i => (byte)i), 0x1B, (byte)'c', .. "still here"u8];

        await _shell.PrintAsync(wild);

        await _terminal.ShowsAsync("still here");
        Assert.Equal(TerminalPage.Hash(wild), await _terminal.GivenHashAsync());
    }

    [Fact]
    public async Task Characters_TornBetweenReads_AreShownWhole()
    {
        const string Text = "— “ ” … 𠀀 日本語 é 🚀";
        foreach (var value in Encoding.UTF8.GetBytes(Text))
        {
            await _shell.PrintAsync(new[] { value });
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await _terminal.ShowsAsync("— “ ” … 𠀀 日本語 é 🚀");
    }

    [Fact]
    public async Task ResizeStorm_LeavesTheLastSize()
    {
        await UntilAsync(() => _shell.Size.Columns > 100);
        var first = _shell.Size;
        for (var i = 0; i < 40; i++)
        {
            await _terminal.Page.SetViewportSizeAsync(400 + (i * 13), 300 + (i * 7));
        }

        await _terminal.Page.SetViewportSizeAsync(1000, 600);

        await UntilAsync(() => _shell.Size == first);
        await _shell.PrintAsync($"\u001b[{first.Rows};{first.Columns}H\u001b[6n");
        await UntilAsync(() => Encoding.ASCII.GetString(_shell.Input).Contains($"\u001b[{first.Rows};{first.Columns}R", StringComparison.Ordinal));
        Assert.InRange(_shell.Sizes, 1, 40);
    }

    [Fact]
    public async Task RepeatCount_OfTwoBillions_IsHarmless()
    {
        var watch = Stopwatch.StartNew();

        await _shell.PrintAsync("x\u001b[2147483647b\u001b[2147483647L\u001b[2147483647S\u001bcalive");

        await _terminal.ShowsAsync("alive");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ConnectionLost_IsShown_KeepsTheScreenAndTheKeys()
    {
        _shell.OnInput = input => _shell.PrintAsync(input);
        await _shell.PrintAsync("$ ");
        await _terminal.TypeAsync("before");
        await _terminal.ShowsAsync("$ before");
        _proxy.IsDown = true;
        _proxy.Cut();

        await _terminal.StateAsync("reconnecting");
        await Assertions.Expect(_terminal.Root.GetByRole(AriaRole.Status).Filter(new() { HasText = "Reconnecting, next try in" })).ToBeVisibleAsync();
        await _terminal.TypeAsync("-during");
        await _shell.PrintAsync("[printed meanwhile]");
        Assert.Contains("$ before", await _terminal.TextAsync(), StringComparison.Ordinal);
        _proxy.IsDown = false;
        await _terminal.Root.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

        await _terminal.StateAsync("connected");
        await _terminal.ShowsAsync("$ before[printed meanwhile]-during");
        await _terminal.TypeAsync("-after");
        await _terminal.ShowsAsync("-during-after");
        Assert.Equal("before-during-after", Encoding.UTF8.GetString(_shell.Input));
        Assert.Matches(@"── connection lost \d\d:\d\d:\d\d; reconnected after [\d.]+ s ──", await _terminal.TextAsync());
        await Assertions.Expect(_terminal.Root.GetByRole(AriaRole.Button, new() { Name = "Try now" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task NetworkThatSwallowsEverything_IsShownToSomebodyWhoOnlyLooks()
    {
        await _shell.PrintAsync("watched"u8.ToArray());
        await _terminal.ShowsAsync("watched");
        _proxy.IsMute = true;

        await Assertions.Expect(_terminal.Page.GetByText("The portal does not answer")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        Assert.Equal("connected", await _terminal.Root.GetAttributeAsync("data-state"));
        _proxy.IsMute = false;

        await Assertions.Expect(_terminal.Page.GetByText("The portal does not answer")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task NetworkThatSwallowsEverything_IsShownSoon_AndNothingIsLost()
    {
        _shell.OnInput = input => _shell.PrintAsync(input);
        await _terminal.TypeAsync("before");
        await _terminal.ShowsAsync("before");
        _proxy.IsMute = true;

        await _terminal.TypeAsync("-during");
        await Assertions.Expect(_terminal.Page.GetByText("The portal does not answer")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        _proxy.IsMute = false;

        await _terminal.ShowsAsync("before-during");
        await Assertions.Expect(_terminal.Page.GetByText("The portal does not answer")).ToBeHiddenAsync();
        Assert.Equal("before-during", Encoding.UTF8.GetString(_shell.Input));
    }

    [Fact]
    public async Task NetworkThatSwallowsATry_IsNotWaitedFor()
    {
        await _shell.PrintAsync("before");
        await _terminal.ShowsAsync("before");
        _proxy.IsBlackHole = true;
        _proxy.Cut();
        await _terminal.StateAsync("reconnecting");
        await Task.Delay(TimeSpan.FromSeconds(1));

        _proxy.IsBlackHole = false;

        await _terminal.StateAsync("connected");
        await _shell.PrintAsync(" after");
        await _terminal.ShowsAsync("before after");
    }

    [Fact]
    public async Task ConnectionLost_WhileAPageStarts_IsSaid_AndThePageStartsAgain()
    {
        var losses = new FailuresOf("StartCircuit", invocation =>
        {
            invocation.Context.Abort();
            return default;
        });
        await using var portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory, extra: builder =>
            builder.Services.Configure<HubOptions>(options => options.AddFilter(losses)));
        var page = await browser.NewPageAsync();
        var said = page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text.StartsWith("said: The connection was lost while the page was starting.", StringComparison.Ordinal) });
        await page.AddInitScriptAsync("""
            new MutationObserver(() => {
              const stop = document.querySelector(".boot-stop:not([hidden])");
              if (stop) console.log("said: " + stop.querySelector("[data-why]").textContent);
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """);

        await page.GotoAsync(portal.SignInLink("/sessions"));

        await said;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sessions", Exact = true, Level = 1 })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Equal(0, losses.Left);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task ConnectionComesBack_WithoutItsCircuit_IsTriedAgain()
    {
        var failures = new FailuresOf("ConnectCircuit", _ => throw new HubException("Something went wrong on the way."));
        await using var proxy = new CuttingProxy();
        await using var portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory, proxy.Address, builder =>
            builder.Services.Configure<HubOptions>(options => options.AddFilter(failures)));
        proxy.Start(portal.Address);
        var terminal = await TerminalPage.OpenAsync(browser, portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        var shell = await _connector.NextAsync();

        proxy.Cut();

        await shell.PrintAsync("printed meanwhile");
        await terminal.ShowsAsync("printed meanwhile");
        await terminal.StateAsync("connected");
        Assert.Equal(0, failures.Left);
        await terminal.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task CircuitForgotten_ReloadsThePageAndSaysWhatWasNotSent()
    {
        await using var proxy = new CuttingProxy();
        await using var portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory, proxy.Address, builder =>
            builder.Services.Configure<CircuitOptions>(options => options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMilliseconds(1)));
        proxy.Start(portal.Address);
        var terminal = await TerminalPage.OpenAsync(browser, portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        proxy.IsDown = true;
        proxy.Cut();
        await terminal.StateAsync("reconnecting");
        await terminal.TypeAsync("lost");
        await Assertions.Expect(terminal.Page.GetByText("4 bytes you typed are kept")).ToBeVisibleAsync();

        proxy.IsDown = false;

        await Assertions.Expect(terminal.Root.GetByRole(AriaRole.Alert)).ToContainTextAsync(
            "4 bytes typed while the connection was lost could not be sent", new() { Timeout = 30_000 });
        await terminal.Page.Context.CloseAsync();
    }

    // A frame holds messages, each behind its length in seven-bit groups (SignalR's binary framing).
    private static int LargestMessage(ReadOnlySpan<byte> frame)
    {
        var largest = 0;
        while (frame.Length > 0)
        {
            var (length, shift, at) = (0, 0, 0);
            do
            {
                length |= (frame[at] & 0x7F) << shift;
                shift += 7;
            }
            while ((frame[at++] & 0x80) != 0);
            largest = Math.Max(largest, length);
            frame = frame[Math.Min(frame.Length, at + length)..];
        }

        return largest;
    }

    private async Task<long> PrintUntilAsync(byte[] block, CancellationToken cancellationToken)
    {
        long printed = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await _shell.PrintAsync(block, CancellationToken.None);
            printed += block.Length;
        }

        return printed;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    // Numbered lines with characters of every width and colours, so that a loss or a doubling cannot hide.
    private static byte[] Flood(int megabytes)
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < megabytes * 900_000; line++)
        {
            text.Append($"\u001b[3{line % 8}m{line:D8}\u001b[0m the quick brown fox – “ünïcode” … 日本語 🚀 {new string('x', line % 60)}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Something goes wrong just when a page wants its circuit.
    private sealed class FailuresOf(string method, Func<HubInvocationContext, ValueTask<object?>> fail) : IHubFilter
    {
        public int Left { get; set; } = 1;

        public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            if (invocation.HubMethodName == method && Left > 0)
            {
                Left--;
                return fail(invocation);
            }

            return next(invocation);
        }
    }
}
