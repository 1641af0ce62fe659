using Microsoft.AspNetCore.Components;
using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>One machine as a page.</summary>
public sealed partial class MachinePage(VisibleMachines machines, ShellWorkspace workspace, NavigationManager navigation) : IDisposable
{
    private Vm? _vm;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    public void Dispose() => machines.Changed -= OnMachinesChanged;

    protected override void OnInitialized() => machines.Changed += OnMachinesChanged;

    protected override async Task OnParametersSetAsync() => _vm = await machines.FindAsync(Name, CancellationToken.None);

    private async Task Connect(ConnectChoice choice)
    {
        var tab = await workspace.OpenAsync(choice.Vm.Slug, choice.Login, choice.Plan, choice.Jump, choice.Reason);
        navigation.NavigateTo(tab.Address.Url);
    }

    private void OnMachinesChanged() => _ = InvokeAsync(async () =>
    {
        await OnParametersSetAsync();
        StateHasChanged();
    });
}
