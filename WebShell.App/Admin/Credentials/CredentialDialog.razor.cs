using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Audit;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Credentials;

/// <summary>Adds a shared credential, or changes what is said of one; every mistake stands beside its field.</summary>
public sealed partial class CredentialDialog(SharedDesk desk)
{
    private const int MaxProblem = 500;

    private ModalDialog? _dialog;
    private SecretFields? _secret;
    private SharedDraft _draft = new() { Kind = SharedKind.PrivateKey };
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private string? _problem;
    private int? _count;
    private bool _isSaving;

    /// <summary>The one to change; null: a new one.</summary>
    [Parameter]
    public SharedLine? Line { get; set; }

    /// <summary>It is saved.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Title => Line is null ? "Add a shared credential" : $"Edit {ForeignText.Clean(Line.Draft.Name)}";

    protected override void OnInitialized()
    {
        _draft = Line?.Draft ?? _draft;
        _count = desk.Count(_draft.Machines);
    }

    private void Choose(ChangeEventArgs change) =>
        _draft = _draft with { Kind = Enum.TryParse<SharedKind>(change.Value as string, out var kind) ? kind : SharedKind.PrivateKey };

    private void Count(string machines)
    {
        _draft = _draft with { Machines = machines };
        _count = desk.Count(machines);
    }

    private async Task Save(MouseEventArgs click)
    {
        if (_isSaving || !_dialog!.Takes(click))
        {
            return;
        }

        (_problem, _isSaving) = (null, true);
        try
        {
            _mistakes = Line is null
                ? await desk.AddAsync(_draft, _secret?.Read(), CancellationToken.None)
                : await desk.ChangeAsync(Line.Id, Line.Version, _draft, CancellationToken.None);
            if (_mistakes.Count == 0)
            {
                await OnSaved.InvokeAsync();
            }
        }
        catch (Exception e) when (e is SharedCredentialException or ArgumentException or AuditException or UnauthorizedAccessException or WebShell.Core.Credentials.SecretUnreadableException)
        {
            _problem = e.Message;
        }
        finally
        {
            _isSaving = false;
        }
    }
}
