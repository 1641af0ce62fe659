using Microsoft.AspNetCore.Components;
using WebShell.App.Dialogs;
using WebShell.App.Terminals;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>One tab's terminal with its header line, and at its foot what is to be said while it takes no input.</summary>
public sealed partial class ShellPane(ShellWorkspace workspace, TimeProvider time)
{
    private const int MaxSentence = 500;

    private TerminalView? _terminal;
    private TerminalView? _focused;
    private bool _wasVisible;

    [Parameter, EditorRequired]
    public required WorkspaceTab Tab { get; set; }

    /// <summary>Whether it can be seen; a pane behind another keeps its terminal.</summary>
    [Parameter]
    public bool IsVisible { get; set; }

    [Parameter]
    public EventCallback<WorkspaceTab> OnClose { get; set; }

    /// <summary>What happened on the way is asked for.</summary>
    [Parameter]
    public EventCallback<WorkspaceTab> OnExamine { get; set; }

    private string Name => ForeignText.Clean(Tab.Address.VmName);

    private ShellOpeningStep Step => Tab.Session?.Step ?? ShellOpeningStep.Resolve;

    private string? Hop => Tab.Session?.Hop;

    private string Through => Tab.Session is { Way.Count: > 0 } session ? $", through {ForeignText.Clean(string.Join(" → ", session.Way))}" : "";

    private ConnectRetry? Retry => Tab.Session?.Retry;

    // A terminal that comes to the front takes the keyboard.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var comesToFront = IsVisible && (!_wasVisible || _terminal != _focused);
        _wasVisible = IsVisible;
        if (comesToFront && _terminal is not null)
        {
            _focused = _terminal;
            await _terminal.FocusAsync();
        }
    }

    private Task Find() => _terminal?.OpenFindAsync() ?? Task.CompletedTask;

    private Task Watch() => workspace.WatchAsync(Tab);

    private Task Reconnect() => workspace.ReconnectAsync(Tab);
}
