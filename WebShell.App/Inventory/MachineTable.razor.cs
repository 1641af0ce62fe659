using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using WebShell.App.Dialogs;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// The machines as a grid that holds only the rows in sight. One row is current (the keyboard's), one machine may be
/// selected (shown in the panel); both belong to the page.
/// </summary>
public sealed partial class MachineTable(IJSRuntime js) : IAsyncDisposable
{
    private readonly List<Row> _rows = [];
    private ElementReference _scroll;
    private IJSObjectReference? _keys;
    private IReadOnlyList<Vm>? _shown;
    private int _revealed = -1;

    [Parameter, EditorRequired]
    public required IReadOnlyList<Vm> Machines { get; set; }

    /// <summary>The index of the keyboard's row, or −1.</summary>
    [Parameter]
    public int Current { get; set; } = -1;

    /// <summary>The machine in the panel.</summary>
    [Parameter]
    public string? SelectedName { get; set; }

    /// <summary>Words to mark in the names.</summary>
    [Parameter]
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>The order that the machines are in.</summary>
    [Parameter]
    public MachineSort Sort { get; set; }

    /// <summary>A column's head was pressed.</summary>
    [Parameter]
    public EventCallback<MachineColumn> OnSort { get; set; }

    /// <summary>A row was clicked; its index.</summary>
    [Parameter]
    public EventCallback<int> OnSelect { get; set; }

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
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown, Machines))
        {
            return;
        }

        _shown = Machines;
        _rows.Clear();
        _rows.EnsureCapacity(Machines.Count);
        for (var index = 0; index < Machines.Count; index++)
        {
            _rows.Add(new Row(index, Machines[index]));
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

    private bool IsSelected(Row row) => row.Vm.Name == SelectedName;

    private readonly record struct Row(int Index, Vm Vm);
}
