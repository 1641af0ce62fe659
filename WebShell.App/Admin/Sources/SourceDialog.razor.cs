using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary>Adds or changes one source; every mistake stands beside its field.</summary>
public sealed partial class SourceDialog(MachineSources sources, SourceRules rules, SourceFolders folders)
{
    private readonly string _newId = Guid.NewGuid().ToString("N");
    private ModalDialog? _dialog;
    private SourceDraft _draft = new();
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private string? _problem;
    private bool _isSaving;

    /// <summary>The source to change; null: a new one.</summary>
    [Parameter]
    public MachineSource? Source { get; set; }

    /// <summary>The names of the other sources.</summary>
    [Parameter]
    public IReadOnlyList<string> Taken { get; set; } = [];

    /// <summary>It is saved.</summary>
    [Parameter]
    public EventCallback<MachineSource> OnSaved { get; set; }

    /// <summary>The person is done without saving.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Title => Source is null ? "Add a source" : $"Edit {ForeignText.Clean(Source.Name)}";

    private bool IsNetBox => _draft.Kind == SourceWords.NetBox;

    protected override void OnInitialized() => _draft = Source is null ? new SourceDraft() : SourceDraft.Of(Source);

    private async Task Save(MouseEventArgs click)
    {
        if (_isSaving || !_dialog!.Takes(click))
        {
            return;
        }

        (var source, _mistakes) = _draft.Read(Source?.Id ?? _newId, Taken, rules);
        (_problem, _isSaving) = (null, _mistakes.Count == 0);
        if (!_isSaving)
        {
            return;
        }

        try
        {
            _mistakes = await sources.SaveAsync(source, CancellationToken.None);
            if (_mistakes.Count == 0)
            {
                await OnSaved.InvokeAsync(source);
            }
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
}
