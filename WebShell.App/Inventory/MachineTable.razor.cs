using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using WebShell.App.Dialogs;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// The machines as a grid that holds only the rows in sight. One row is current (the keyboard's), one machine may be shown in the panel,
/// several may be selected; all of that belongs to the page.
/// </summary>
public sealed partial class MachineTable(IJSRuntime js) : IAsyncDisposable
{
    /// <summary>In larger sections nobody counts those that do not answer, at every drawing.</summary>
    private const int MostCounted = 2000;

    private ElementReference _scroll;
    private IJSObjectReference? _keys;
    private int _revealed = -1;

    [Parameter, EditorRequired]
    public required MachineList List { get; set; }

    /// <summary>The index of the keyboard's row, or −1.</summary>
    [Parameter]
    public int Current { get; set; } = -1;

    /// <summary>The slug of the machine in the panel.</summary>
    [Parameter]
    public string? Shown { get; set; }

    /// <summary>The slugs of the selected machines.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlySet<string> Selection { get; set; }

    /// <summary>Is told which rows are drawn.</summary>
    [Parameter]
    public RowsInSight? InSight { get; set; }

    /// <summary>To tell how long ago something was.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    /// <summary>A column's head was pressed.</summary>
    [Parameter]
    public EventCallback<MachineColumn> OnSort { get; set; }

    /// <summary>A section's head was pressed.</summary>
    [Parameter]
    public EventCallback<MachineSection> OnToggle { get; set; }

    /// <summary>A row was clicked; its index.</summary>
    [Parameter]
    public EventCallback<int> OnSelect { get; set; }

    /// <summary>A row is to be selected or not any more; with all between it and the one before when that is true.</summary>
    [Parameter]
    public EventCallback<(int Index, bool IsRange)> OnMark { get; set; }

    [Parameter]
    public EventCallback<Vm> OnStar { get; set; }

    [Parameter]
    public EventCallback<Vm> OnConnect { get; set; }

    [Parameter]
    public EventCallback<KeyboardEventArgs> OnListKey { get; set; }

    public static string RowId(int index) => $"vm-{index}";

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("dispose");
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Inventory/MachineTable.razor.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("attach", _scroll);
        }

        if (_keys is not null && Current != _revealed)
        {
            _revealed = Current;
            await _keys.InvokeVoidAsync("reveal", Current);
        }
    }

    private static string LabelsOf(Vm vm) =>
        ForeignText.Clean(string.Join(" · ", vm.Labels.Where(label => label.Key != "env").Select(label => label.Value)));

    private int Silent(MachineSection section) =>
        List.Now.Reach.IsWatched && section.Machines.Count <= MostCounted ? section.Machines.Count(vm => List.Now.Reach.Of(vm.Slug).IsSilent) : 0;

    private bool IsChosen(Vm vm) => Selection.Count > 0 ? Selection.Contains(vm.Slug) : vm.Slug == Shown;

    private string? ClassOf(int index, Vm vm) => (IsChosen(vm), index == Current) switch
    {
        (true, true) => "is-sel is-current",
        (true, false) => "is-sel",
        (false, true) => "is-current",
        _ => null,
    };

    private Task OnClick(int index, MouseEventArgs click) =>
        click.CtrlKey || click.MetaKey || click.ShiftKey ? OnMark.InvokeAsync((index, click.ShiftKey)) : OnSelect.InvokeAsync(index);
}
