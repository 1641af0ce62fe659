using System.Threading.Channels;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Tests.Browser.Support;

/// <summary>Opens a <see cref="ScriptedShell"/> at once and hands it to the test too.</summary>
internal sealed class ScriptedConnector : IShellConnector
{
    public const string VmName = "test-01";

    private readonly Channel<ScriptedShell> _opened = Channel.CreateUnbounded<ScriptedShell>();

    public static IReadOnlyList<Vm> Inventory { get; } =
        [new Vm { Name = VmName, Address = "127.0.0.1", Logins = ["tester"], Labels = new Dictionary<string, string> { ["env"] = "prod" } }];

    /// <summary>How many shells were opened.</summary>
    public int Opened { get; private set; }

    public async Task<ScriptedShell> NextAsync() => await _opened.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        Opened++;
        var shell = new ScriptedShell { Size = request.Size };
        Assert.True(_opened.Writer.TryWrite(shell));
        return Task.FromResult<IShell>(shell);
    }
}
