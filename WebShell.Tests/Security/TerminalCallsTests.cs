using System.Reflection;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using WebShell.App;
using WebShell.App.Terminals;
using WebShell.Core.Sessions;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;
using WebShell.Tests.Terminals;

namespace WebShell.Tests.Security;

/// <summary>
/// What a page may call reaches a shell through its lease alone: whoever lost that, or the shell, calls into nothing. Which methods there are
/// the assembly says, so a new one is asked too. A page of somebody else has no name for another's terminal: references are a circuit's own.
/// </summary>
public sealed class TerminalCallsTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new();
    private readonly BunitContext _context = new();
    private ShellLease _lease = null!;
    private StrictShell _shell = null!;

    public static TheoryData<string> Calls => [.. Callable(typeof(TerminalView)).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_AfterAnotherWindowTookTheShell_ReachesNothing(string name)
    {
        var view = Render();
        SessionBench.TakeOver(_lease.Session);

        await CallAsync(view, name);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_shell.HasInput);
        Assert.False(_shell.HasSize);
        Assert.Equal(SessionState.Connected, _lease.Session.State);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_AfterTheShellWasTakenAway_ReachesNothing(string name)
    {
        var view = Render();
        await Within.Seconds(_lease.Session.EndAsync(SessionEndReason.AccessRevoked));

        await CallAsync(view, name);

        Assert.False(_shell.HasInput);
        Assert.False(_shell.HasSize);
    }

    // Or the two above would hold for a page that is not connected to anything.
    [Fact]
    public async Task Calls_OfWhoHoldsTheShell_ReachIt()
    {
        var view = Render();

        await CallAsync(view, nameof(TerminalView.OnInput));
        await CallAsync(view, nameof(TerminalView.OnResize));

        Assert.Equal("rm\r"u8.ToArray(), await _shell.NextInputAsync());
        Assert.Equal(100, (await _shell.NextSizeAsync()).Columns);
    }

    // A static one could be called by every circuit, without having been given anything.
    [Fact]
    public void Methods_ForTheBrowser_AllBelongToAnObjectThatItWasGiven() =>
        Assert.All(typeof(Portal).Assembly.GetTypes().SelectMany(Callable), method => Assert.False(method.IsStatic, method.Name));

    public async Task InitializeAsync()
    {
        _context.Services.AddTerminals();
        _context.Services.AddSingleton<IJSRuntime>(new StrictPage());
        (_lease, _shell) = await _bench.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _bench.DisposeAsync();
    }

    private static IEnumerable<MethodInfo> Callable(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => method.GetCustomAttribute<JSInvokableAttribute>() is not null);

    private IRenderedComponent<TerminalView> Render() => _context.Render<TerminalView>(all => all.Add(terminal => terminal.Viewer, _lease));

    private static Task CallAsync(IRenderedComponent<TerminalView> view, string name) => Within.Seconds(view.InvokeAsync(async () =>
    {
        var method = Callable(typeof(TerminalView)).Single(method => method.Name == name);
        object?[] arguments = [.. method.GetParameters().Select(Argument)];
        if (method.Invoke(view.Instance, arguments) is Task running)
        {
            await running;
        }
    }));

    private static object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(byte[]) => "rm\r"u8.ToArray(),
        var type when type == typeof(long) => 1L,
        var type when type == typeof(int) => parameter.Name == "rows" ? 40 : 100,
        var type when type == typeof(bool) => true,
        var type when type == typeof(double) => 5.0,
        var type when type == typeof(string) => "x",
        var type => throw new NotSupportedException($"Say what a call gives for {type}."),
    };
}
