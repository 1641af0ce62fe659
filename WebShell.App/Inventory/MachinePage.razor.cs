using Microsoft.AspNetCore.Components;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>One machine as a page.</summary>
public sealed partial class MachinePage(VmInventory inventory, ShellWorkspace workspace, NavigationManager navigation) : IDisposable
{
    private Vm? Machine => inventory.Find(Name);

    public void Dispose() => inventory.Changed -= OnInventoryChanged;

    protected override void OnInitialized() => inventory.Changed += OnInventoryChanged;

    private async Task Connect((Vm Vm, string Login) choice)
    {
        var tab = await workspace.OpenAsync(choice.Vm.Name, choice.Login);
        navigation.NavigateTo(tab.Address.Url);
    }

    private void OnInventoryChanged() => _ = InvokeAsync(StateHasChanged);
}
