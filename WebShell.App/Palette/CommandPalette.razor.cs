using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using WebShell.App.Dialogs;
using WebShell.App.Workspace;

namespace WebShell.App.Palette;

/// <summary>One field for everything (Ctrl+Shift+K): type some letters of it, Enter goes there, and to a machine connects.</summary>
public sealed partial class CommandPalette(PaletteSearch search, ShellWorkspace workspace, NavigationManager navigation, IJSRuntime js) : IAsyncDisposable
{
    private ElementReference _element;
    private IJSObjectReference? _dialog;
    private IReadOnlyList<PaletteEntry> _entries = [];
    private string _text = "";
    private bool _isAsked;
    private int _current;

    /// <summary>It was closed, or led somewhere.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

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
            // The browser is gone, and the palette with it.
        }
    }

    protected override Task OnInitializedAsync() => ShowAsync("");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Palette/CommandPalette.razor.js");
            _dialog = await module.InvokeAsync<IJSObjectReference>("open", _element);
        }
    }

    private static string IdOf(int index) => $"palette-{index}";

    private static string TitleOf(PaletteKind kind) => kind switch
    {
        PaletteKind.Shell => "Open shells",
        PaletteKind.Machine => "Machines",
        PaletteKind.View => "Views",
        _ => "Actions",
    };

    private static string IconOf(PaletteKind kind) => kind switch
    {
        PaletteKind.Shell => "i-terminal",
        PaletteKind.Machine => "i-server",
        PaletteKind.View => "i-bookmark",
        _ => "i-bolt",
    };

    // What was typed is marked; a name with characters that are not shown is shown without marks.
    private static IEnumerable<(string Text, bool IsMark)> Pieces(PaletteEntry entry)
    {
        var title = ForeignText.Clean(entry.Title);
        if (title != entry.Title || entry.Match.Marks == 0)
        {
            yield return (title, false);
            yield break;
        }

        var piece = new StringBuilder();
        for (var i = 0; i < title.Length; i++)
        {
            piece.Append(title[i]);
            if (i + 1 == title.Length || entry.Match.IsMarked(i) != entry.Match.IsMarked(i + 1))
            {
                yield return (piece.ToString(), entry.Match.IsMarked(i));
                piece.Clear();
            }
        }
    }

    private Task OnText(ChangeEventArgs change) => ShowAsync(change.Value as string ?? "");

    private async Task ShowAsync(string text)
    {
        _text = text.Length <= PaletteSearch.MaxTextLength ? text : text[..PaletteSearch.MaxTextLength];
        var asked = _text;
        var entries = await search.FindAsync(asked, CancellationToken.None);
        if (asked == _text) // else typed on meanwhile
        {
            (_entries, _current, _isAsked) = (entries, 0, true);
        }
    }

    private async Task OnKey(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when _entries.Count > 0:
                await MoveAsync((_current + 1) % _entries.Count);
                break;
            case "ArrowUp" when _entries.Count > 0:
                await MoveAsync((_current + _entries.Count - 1) % _entries.Count);
                break;
            case "Enter" when _entries.Count > 0 && (key.CtrlKey || key.MetaKey):
                await _dialog!.InvokeVoidAsync("openTab", navigation.ToAbsoluteUri(_entries[_current].Url).ToString());
                await OnClose.InvokeAsync();
                break;
            case "Enter" when _entries.Count > 0:
                await Go(_entries[_current]);
                break;
        }
    }

    private async Task MoveAsync(int index)
    {
        _current = index;
        if (_dialog is not null)
        {
            await _dialog.InvokeVoidAsync("reveal", IdOf(index));
        }
    }

    private async Task Go(PaletteEntry entry)
    {
        await OnClose.InvokeAsync();
        navigation.NavigateTo(entry.Slug is { } slug ? (await workspace.OpenAsync(slug, login: null)).Address.Url : entry.Url);
    }
}
