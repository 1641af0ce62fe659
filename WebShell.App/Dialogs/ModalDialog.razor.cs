using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace WebShell.App.Dialogs;

/// <summary>
/// A modal question over the page, on the browser's own dialog: it keeps the focus inside, and gives it back. Esc cancels.
/// What a key does in its first 300 ms is not an answer: the key was meant for the terminal below.
/// </summary>
public sealed partial class ModalDialog(IJSRuntime js, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a dialog must have been seen before a key can answer it.</summary>
    public static readonly TimeSpan LeastSeen = TimeSpan.FromMilliseconds(300);

    private readonly string _titleId = $"dialog-{Guid.NewGuid():N}";
    private readonly string _textId = $"dialog-{Guid.NewGuid():N}";
    private readonly long _openedAt = time.GetTimestamp();
    private ElementReference _element;
    private IJSObjectReference? _dialog;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The sentence below the title.</summary>
    [Parameter]
    public RenderFragment? Text { get; set; }

    [Parameter]
    public string? Icon { get; set; }

    /// <summary>The icon's colour: <c>bad</c>, <c>warn</c> or none.</summary>
    [Parameter]
    public string IconClass { get; set; } = "";

    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>True for a message that stops what one was doing.</summary>
    [Parameter]
    public bool IsAlert { get; set; }

    /// <summary>Esc was pressed, or the browser closed the dialog.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Whether this click may answer: the mouse always, a key (whose click has no count) only after <see cref="LeastSeen"/>.</summary>
    public bool Takes(MouseEventArgs click) => click.Detail > 0 || time.GetElapsedTime(_openedAt) >= LeastSeen;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_dialog is not null)
            {
                await _dialog.InvokeVoidAsync("close");
                await _dialog.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the dialog with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Dialogs/ModalDialog.razor.js");
            _dialog = await module.InvokeAsync<IJSObjectReference>("open", _element);
        }
    }

    private Task OnClosed() => OnCancel.InvokeAsync();
}
