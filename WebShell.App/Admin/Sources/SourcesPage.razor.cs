using Microsoft.AspNetCore.Components;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary><c>/admin/sources</c>: where machines are listed, how each source is, and when it is looked at next. For administrators.</summary>
public sealed partial class SourcesPage(MachineSources sources, SourceSync sync, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private const int MaxProblemLength = 500;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<SourceLine>? _lines;
    private string? _problem;
    private string _problemTitle = "";
    private bool _isDenied;
    private bool _isAdding;

    public void Dispose()
    {
        sync.Changed -= OnChanged;
        _left.Cancel();
    }

    protected override async Task OnInitializedAsync()
    {
        sync.Changed += OnChanged;
        await ReadAsync();
    }

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    });

    private Task Reload()
    {
        _problem = null;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _isDenied = !await sources.MayUseAsync(_left.Token);
            _lines = _isDenied ? null : await SourceLine.ListAsync(sources, _left.Token);
        }
        catch (Exception e) when (e is InventoryException or UnauthorizedAccessException)
        {
            (_problemTitle, _problem) = ("The sources cannot be read.", e.Message);
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private void Added(MachineSource source)
    {
        _isAdding = false;
        navigation.NavigateTo(SourceWords.Url(source));
    }

    private async Task Toggle(MachineSource source)
    {
        try
        {
            await sources.SaveAsync(source with { IsEnabled = !source.IsEnabled }, _left.Token);
            await Reload();
        }
        catch (Exception e) when (e is InventoryException or IOException or UnauthorizedAccessException)
        {
            await Reload();
            (_problemTitle, _problem) = ("Nothing was changed.", e.Message);
        }
    }
}
