using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using WebShell.App.Terminals;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Terminals;

public sealed class TerminalViewTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new();
    private readonly BunitContext _context = new();
    private readonly StrictPage _page = new();
    private ShellLease _lease = null!;
    private StrictShell _shell = null!;

    public async Task InitializeAsync()
    {
        _context.Services.AddTerminals();
        _context.Services.AddSingleton<IJSRuntime>(_page);
        (_lease, _shell) = await _bench.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task View_NamesItsSessionAndWritesItsOutput()
    {
        var view = Render();

        _shell.Print("hello"u8.ToArray());

        var write = await _page.NextWriteAsync();
        Assert.Equal((0, "hello"), (write.Offset, Encoding.UTF8.GetString(write.Data)));
        var root = view.Find("[data-testid=terminal]");
        Assert.Equal(_lease.Session.Id, root.GetAttribute("data-session"));
    }

    [Fact]
    public async Task Characters_AreNotTornBetweenWrites()
    {
        Render();

        _shell.Print([(byte)'a', 0xE2, 0x80]);
        var first = await _page.NextWriteAsync();
        _shell.Print([0x94, (byte)'b']);
        var second = await _page.NextWriteAsync();

        Assert.Equal("a", Encoding.UTF8.GetString(first.Data));
        Assert.Equal((1, "—b"), (second.Offset, Encoding.UTF8.GetString(second.Data)));
    }

    [Fact]
    public async Task Flood_StopsAtTheWindow_AndGoesOnWithEachAnswer()
    {
        Render();
        _shell.Print(new byte[2_000_000]);
        var writes = await WindowfulAsync();

        await NothingMoreAsync();
        writes[0].Answer.SetResult();

        await _page.NextWriteAsync();
        Assert.All(writes, write => Assert.InRange(write.Data.Length, 1, CircuitOutputWindow.MaxMessageBytes));
    }

    [Fact]
    public async Task Answers_LetTheMachineGoOn()
    {
        Render();
        _shell.Print(new byte[2_000_000]);
        var first = await WindowfulAsync();
        await NothingMoreAsync();
        var before = _shell.Taken;

        first.ForEach(write => write.Answer.SetResult());
        var written = first.Sum(write => write.Data.Length);
        while (written < 1_500_000)
        {
            var write = await _page.NextWriteAsync();
            written += write.Data.Length;
            write.Answer.SetResult();
        }

        Assert.InRange(before, 1, 500_000);
        Assert.InRange(_shell.Taken, 1_500_000, 2_000_000);
    }

    [Fact]
    public async Task HiddenView_HasOneMessageUnderWay()
    {
        Render(isVisible: false);
        _shell.Print(new byte[1_000_000]);

        await _page.NextWriteAsync();

        await NothingMoreAsync();
    }

    [Fact]
    public async Task LostConnection_StopsTheWrites_AndGoesOnFromWhatThePageHas()
    {
        var view = Render();
        _shell.Print("0123456789"u8.ToArray());
        await _page.NextWriteAsync();
        await view.InvokeAsync(Connection.Lose);
        _shell.Print("abc"u8.ToArray());
        await NothingMoreAsync();

        _page.Parsed = 4;
        await view.InvokeAsync(Connection.Regain);

        List<StrictPage.Write> writes = [];
        while (writes.Sum(write => write.Data.Length) < "456789abc".Length)
        {
            writes.Add(await _page.NextWriteAsync());
        }

        Assert.Equal(4, writes[0].Offset);
        Assert.Equal("456789abc", string.Concat(writes.Select(write => Encoding.UTF8.GetString(write.Data))));
    }

    [Fact]
    public async Task Resume_TellsThePageWhatInputWasSeen()
    {
        var view = Render();
        await _page.NextCallAsync("resume");
        await TypeAsync(view, 1, "ls");
        await view.InvokeAsync(Connection.Lose);

        await view.InvokeAsync(Connection.Regain);

        Assert.Equal([1L, "connected", true], await _page.NextCallAsync("resume"));
    }

    [Fact]
    public async Task RefusedWrite_IsSentAgainFromWhatThePageHas()
    {
        Render();
        _shell.Print("0123456789"u8.ToArray());
        var write = await _page.NextWriteAsync();
        _page.Parsed = 3;

        write.Answer.SetException(new JSException("Output is missing."));

        Assert.Equal(3, (await _page.NextWriteAsync()).Offset);
    }

    [Fact]
    public async Task Input_SentTwice_ReachesTheShellOnce()
    {
        var view = Render();

        await TypeAsync(view, 1, "l");
        await TypeAsync(view, 1, "l");
        await TypeAsync(view, 2, "s");

        Assert.Equal("l"u8.ToArray(), await _shell.NextInputAsync());
        Assert.Equal("s"u8.ToArray(), await _shell.NextInputAsync());
        Assert.False(_shell.HasInput);
    }

    [Fact]
    public async Task Input_AfterTheEnd_IsAnsweredWithASentence()
    {
        var view = Render();
        _shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 0));
        await Within.Seconds(_lease.Session.Ended);

        var refusal = await TypeAsync(view, 1, "x");

        Assert.NotNull(refusal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_IsSaidWhenTheLastOutputIsParsed()
    {
        Render();
        _shell.Print("bye"u8.ToArray());
        _shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        var write = await _page.NextWriteAsync();
        var end = _page.NextCallAsync("end");
        Assert.False(end.IsCompleted);

        write.Answer.SetResult();

        var note = Assert.IsType<EndNote>(Assert.Single(await end));
        Assert.Equal(_lease.Session.End!.Message, note.Message);
        Assert.NotNull(note.At);
    }

    [Fact]
    public async Task End_IsSaidAgainToAPageThatWasAway()
    {
        var view = Render();
        _shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 0));
        await _page.NextCallAsync("end");
        await view.InvokeAsync(Connection.Lose);

        await view.InvokeAsync(Connection.Regain);

        await _page.NextCallAsync("end");
    }

    [Fact]
    public async Task LeaseLost_IsSaid()
    {
        Render();
        await _page.NextCallAsync("resume");

        _lease.Release();

        var note = Assert.IsType<EndNote>(Assert.Single(await _page.NextCallAsync("end")));
        Assert.Equal(ShellLease.NotHeld().Message, note.Message);
    }

    [Fact]
    public async Task Visibility_IsToldAndChangesTheShare()
    {
        var view = Render();
        await _page.NextCallAsync("resume");

        view.Render(parameters => parameters.Add(terminal => terminal.IsVisible, false));

        Assert.Equal([false], await _page.NextCallAsync("show"));
        _shell.Print(new byte[1_000_000]);
        await _page.NextWriteAsync();
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Focus_AskedForWhileOpening_IsGivenWhenOpen()
    {
        var opening = new TaskCompletionSource();
        _page.Opening = opening.Task;
        var view = Render();
        await _page.NextCallAsync("open");
        await view.InvokeAsync(view.Instance.FocusAsync);

        opening.SetResult();

        await _page.NextCallAsync("focus");
    }

    [Fact]
    public async Task Size_IsClampedAndReachesTheMachine()
    {
        var view = Render();

        await view.InvokeAsync(() => view.Instance.OnResize(5000, 0));

        Assert.Equal(new TerminalSize(1000, 1), await _shell.NextSizeAsync());
    }

    [Fact]
    public async Task Title_IsCleanedAndHandedOn()
    {
        var title = "";
        var view = Render(parameters => parameters.Add(terminal => terminal.OnTitleChanged, EventCallback.Factory.Create<string>(this, value => title = value)));

        await view.InvokeAsync(() => view.Instance.OnTitle("vi\u202em\u0007"));

        Assert.Equal("vim", title);
    }

    [Fact]
    public async Task Dispose_ClosesThePageAndLeavesTheSessionRunning()
    {
        Render();
        await _page.NextCallAsync("resume");

        await _context.DisposeComponentsAsync();

        await _page.NextCallAsync("close");
        Assert.True(_page.IsDisposed);
        Assert.Equal(SessionState.Connected, _lease.Session.State);
    }

    [Fact]
    public async Task Dispose_WhileOpening_StillClosesThePage()
    {
        var opening = new TaskCompletionSource();
        _page.Opening = opening.Task;
        Render();
        await _page.NextCallAsync("open");

        var disposing = _context.DisposeComponentsAsync();
        opening.SetResult();
        await Within.Seconds(disposing);

        await _page.NextCallAsync("close");
    }

    [Fact]
    public async Task Dispose_WithWritesUnderWay_DoesNotWaitForThem()
    {
        Render();
        _shell.Print(new byte[100_000]);
        await _page.NextWriteAsync();

        await Within.Seconds(_context.DisposeComponentsAsync());
    }

    private CircuitConnection Connection => _context.Services.GetRequiredService<CircuitConnection>();

    private CircuitOutputWindow Window => _context.Services.GetRequiredService<CircuitOutputWindow>();

    private IRenderedComponent<TerminalView> Render(bool isVisible = true) => Render(parameters => parameters.Add(terminal => terminal.IsVisible, isVisible));

    private IRenderedComponent<TerminalView> Render(Action<ComponentParameterCollectionBuilder<TerminalView>> parameters) =>
        _context.Render<TerminalView>(all => parameters(all.Add(terminal => terminal.Viewer, _lease)));

    private static Task<string?> TypeAsync(IRenderedComponent<TerminalView> view, long number, string text) =>
        Within.Seconds(view.InvokeAsync(() => view.Instance.OnInput(number, Encoding.UTF8.GetBytes(text))));

    // By bytes: how much of the output is there when a message leaves is a matter of luck.
    private async Task<List<StrictPage.Write>> WindowfulAsync()
    {
        List<StrictPage.Write> writes = [];
        while (writes.Sum(write => write.Data.Length) + CircuitOutputWindow.MaxMessageBytes <= Window.Size)
        {
            writes.Add(await _page.NextWriteAsync());
        }

        return writes;
    }

    // What would be wrong comes within milliseconds, so it is given some.
    private async Task NothingMoreAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(150));
        Assert.False(_page.HasWrite);
    }
}
