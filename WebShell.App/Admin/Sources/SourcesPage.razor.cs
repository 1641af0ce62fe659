using Microsoft.AspNetCore.Components;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary><c>/admin/sources</c>: where machines are listed, how each source is, and when it is looked at next. For who looks after the machines.</summary>
public sealed partial class SourcesPage(MachineSources sources, SourceSync sync, NavigationManager navigation, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    private IReadOnlyList<SourceLine>? _lines;
    private bool _isAdding;

    protected override string Unreadable => "The sources cannot be read.";

    protected override void Listen() => sync.Changed += OnChanged;

    protected override void Unlisten() => sync.Changed -= OnChanged;

    protected override async Task ReadAsync()
    {
        IsDenied = !await sources.MayUseAsync(Left);
        _lines = IsDenied ? null : await SourceLine.ListAsync(sources, Left);
    }

    protected override bool IsTold(Exception e) => e is InventoryException || base.IsTold(e);

    private void Added(MachineSource source)
    {
        _isAdding = false;
        navigation.NavigateTo(SourceWords.Url(source));
    }

    private Task Toggle(MachineSource source) => DoAsync(() => sources.SaveAsync(source with { IsEnabled = !source.IsEnabled }, Left));
}
