using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace WebShell.App.Inventory;

/// <summary>
/// The query with its chips. Typing filters at once; a label typed in full becomes a chip when the typing pauses, never
/// while it goes on, because the server's answer would overwrite what was typed since.
/// </summary>
public sealed partial class SearchField(TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long typing must rest before chips are made and the url is rewritten.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _disposed = new();
    private int _keystrokes;

    [Parameter, EditorRequired]
    public required MachineFilter Filter { get; set; }

    /// <summary>The filter changed; <c>IsSettled</c> when it belongs into the url.</summary>
    [Parameter]
    public EventCallback<(MachineFilter Filter, bool IsSettled)> FilterChanged { get; set; }

    /// <summary>A key that moves in the list: arrows, Enter, Escape.</summary>
    [Parameter]
    public EventCallback<KeyboardEventArgs> OnListKey { get; set; }

    /// <summary>The id of the list's current row.</summary>
    [Parameter]
    public string? ActiveRowId { get; set; }

    /// <summary>The count at the field's end.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _disposed.Dispose();
    }

    private static string ColourOf(string tag) =>
        tag.StartsWith("env:", StringComparison.OrdinalIgnoreCase) ? EnvironmentColour.ClassOf(tag[4..]) : "";

    private async Task OnText(string? text)
    {
        var keystroke = ++_keystrokes;
        await FilterChanged.InvokeAsync((Filter with { Text = text ?? "" }, false));
        try
        {
            await Task.Delay(Pause, time, _disposed.Token);
        }
        catch (OperationCanceledException)
        {
            return; // the page was left
        }

        if (keystroke == _keystrokes)
        {
            await Settle(atEnd: false);
        }
    }

    private async Task OnKey(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "Backspace" when Filter is { Text: "", Tags.Count: > 0 }:
                var last = Filter.Tags[^1];
                await Changed(Filter.Without(last) with { Text = last });
                break;
            case "Escape" when !Filter.IsEmpty:
                await Changed(Filter.Cleared);
                break;
            case "ArrowDown" or "ArrowUp" or "PageDown" or "PageUp" or "Escape":
                await OnListKey.InvokeAsync(key);
                break;
            case "Enter" when Filter.WithTypedTags(atEnd: true) != Filter:
                await Settle(atEnd: true);
                break;
            case "Enter":
                await OnListKey.InvokeAsync(key);
                break;
        }
    }

    private Task Settle(bool atEnd) => Changed(Filter.WithTypedTags(atEnd));

    private Task Changed(MachineFilter filter)
    {
        _keystrokes++;
        return FilterChanged.InvokeAsync((filter, true));
    }
}
