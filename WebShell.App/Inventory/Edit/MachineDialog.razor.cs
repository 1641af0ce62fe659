using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.App.Inventory.Edit;

/// <summary>Adds or changes one machine. Who changes what somebody else changed meanwhile sees both, and decides.</summary>
public sealed partial class MachineDialog(MachineEditor editor)
{
    private ModalDialog? _dialog;
    private MachineDraft _draft = new();
    private StoredMachine? _basis;
    private EditConflict? _conflict;
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private string? _problem;
    private bool _isSaving;

    /// <summary>The machine as it was when the person began; null: a new one.</summary>
    [Parameter]
    public StoredMachine? Basis { get; set; }

    /// <summary>It is saved.</summary>
    [Parameter]
    public EventCallback<Vm> OnSaved { get; set; }

    /// <summary>The person is done, with or without saving.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Title => Basis is null ? "Add a machine" : $"Edit {ForeignText.Clean(Basis.Name)}";

    protected override void OnInitialized()
    {
        _basis = Basis;
        _draft = Basis is null ? new MachineDraft() : MachineDraft.Of(Basis.Machine);
    }

    private async Task Save(MouseEventArgs click)
    {
        if (_isSaving || !_dialog!.Takes(click))
        {
            return;
        }

        (_isSaving, _problem) = (true, null);
        var (machine, unread) = _draft.Read();
        try
        {
            var outcome = unread.Count > 0
                ? new EditOutcome { Mistakes = [.. unread, .. VmValidation.CheckFields(machine).Where(mistake => unread.All(other => other.Field != mistake.Field))] }
                : _basis is null ? await editor.AddAsync(machine, CancellationToken.None) : await editor.SaveAsync(_basis, machine, CancellationToken.None);
            await ShowAsync(outcome, machine);
        }
        catch (Exception e) when (e is InventoryException or IOException or UnauthorizedAccessException)
        {
            _problem = e.Message;
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task ShowAsync(EditOutcome outcome, Vm machine)
    {
        _mistakes = outcome.Mistakes;
        if (outcome.Conflict is { } conflict)
        {
            // From here on the form has the changes of both, and saving is saving after having been told.
            (_conflict, _basis) = (conflict, conflict.Current);
            _draft = MachineDraft.Of(conflict.Together(machine, takesMine: _ => true));
        }
        else if (outcome.Saved is { } saved)
        {
            await OnSaved.InvokeAsync(saved.Machine);
            await OnClose.InvokeAsync();
        }
    }

    private void TakeTheirs(string field) => _draft = MachineDraft.Of(MachineFields.Take(_draft.Read().Machine, _conflict!.Current.Machine, field));
}
