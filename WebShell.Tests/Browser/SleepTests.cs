using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.Core.Sessions;
using WebShell.Tests.Browser.Support;

namespace WebShell.Tests.Browser;

/// <summary>A page that the browser froze and a computer that slept: the portal misses them, and they find everything again.</summary>
public sealed class SleepTests : IAsyncLifetime
{
    /// <summary>How long the portal waits for a sign of life; half a minute in earnest. A page that opens on a busy computer may be silent for some seconds.</summary>
    private static readonly TimeSpan Missed = TimeSpan.FromSeconds(6);

    private readonly ScriptedConnector _connector = new();
    private readonly ChromiumBrowser _browser = new();
    private PortalHost _portal = null!;
    private TerminalPage _terminal = null!;
    private ScriptedShell _shell = null!;

    private TerminalSession Session => Assert.Single(_portal.Services.GetRequiredService<SessionRegistry>().All);

    [Fact]
    public async Task FrozenPage_LosesNothing()
    {
        var debugger = await _terminal.Page.Context.NewCDPSessionAsync(_terminal.Page);

        await debugger.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await _shell.PrintAsync("printed while it was frozen");
        await Task.Delay(2 * Missed);
        Assert.NotEqual(SessionState.Ended, Session.State);
        await debugger.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await GoesOnAsync("printed while it was frozen");
    }

    [Fact]
    public async Task StoppedBrowser_IsMissed_AndLosesNothing()
    {
        var processes = _browser.Processes();
        await SignalAsync("STOP", processes);
        try
        {
            await _shell.PrintAsync("printed while it slept");
            await UntilAsync(() => Session.State == SessionState.Detached);
        }
        finally
        {
            await SignalAsync("CONT", processes);
        }

        await GoesOnAsync("printed while it slept");
    }

    public async Task InitializeAsync()
    {
        _portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory, extra: builder => builder.Services.Configure<HubOptions>(options =>
        {
            options.ClientTimeoutInterval = Missed;
            options.KeepAliveInterval = Missed / 3;
        }));
        await _browser.InitializeAsync();
        _terminal = await TerminalPage.OpenAsync(_browser, _portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        _shell = await _connector.NextAsync();
        _shell.OnInput = input => _shell.PrintAsync(input);
        await _shell.PrintAsync("before ");
        await _terminal.ShowsAsync("before");
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _portal.DisposeAsync();
    }

    private async Task GoesOnAsync(string printed)
    {
        await _terminal.ShowsAsync(printed);
        await _terminal.StateAsync("connected");
        await _terminal.TypeAsync("and on");
        await _terminal.ShowsAsync("and on");
        Assert.Equal("and on", Encoding.UTF8.GetString(_shell.Input));
        Assert.Equal(1, (await _terminal.TextAsync()).Split(printed).Length - 1);
        Assert.Equal(SessionState.Connected, Session.State);
    }

    private static async Task SignalAsync(string signal, IReadOnlyList<int> processes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(id => id.ToString())]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
