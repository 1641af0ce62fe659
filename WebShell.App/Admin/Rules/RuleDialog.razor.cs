using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Rules;

/// <summary>Adds or changes one rule: every mistake stands beside its field, and what it changes is seen before it is saved.</summary>
public sealed partial class RuleDialog(RuleEditor editor, RuleImpacts impacts, VmInventory inventory)
{
    private const int MaxProblemLength = 1000;

    // Of a rule that has no id yet; the editor makes one of its name.
    private const string NewId = "new-rule";

    private readonly string _id = $"rule-{Guid.NewGuid():N}";
    private ModalDialog? _dialog;
    private RuleDraft _draft = new();
    private StoredRule? _basis;
    private AccessRule? _rule;
    private RuleImpact? _impact;
    private RuleConflict? _conflict;
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private string? _problem;
    private string _count = "";
    private string _why = "";
    private bool _isBusy;

    /// <summary>The rule to change; null: a new one.</summary>
    [Parameter]
    public StoredRule? Rule { get; set; }

    /// <summary>It is saved.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    /// <summary>The person is done without saving.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Title => Rule is null ? "Add a rule" : $"Edit {ForeignText.Clean(Rule.Rule.Name)}";

    protected override void OnInitialized()
    {
        (_basis, _draft) = (Rule, Rule is null ? new RuleDraft() : RuleDraft.Of(Rule.Rule));
        Count();
    }

    private void Set(RuleActivities what, bool isOn) => _draft.What = isOn ? _draft.What | what : _draft.What & ~what;

    // Who changes rules sees every machine: administrators do.
    private void Count()
    {
        var (query, isAll) = _draft.Machines();
        _count = isAll ? $"all {RuleWords.Machines(inventory.All.Count)}"
            : query is null or { IsEmpty: true } ? "Labels and fields as in the search; * is all machines."
            : RuleWords.Machines(inventory.Search(query).Count);
    }

    private async Task Try(MouseEventArgs click)
    {
        if (_isBusy || !_dialog!.Takes(click))
        {
            return;
        }

        (_rule, _mistakes) = _draft.Read(_basis?.Id ?? NewId);
        (_problem, _impact) = (null, null);
        if (_mistakes.Count > 0)
        {
            return;
        }

        await DoAsync(async () =>
        {
            if (await editor.ReadAsync(CancellationToken.None) is { } now)
            {
                var id = _basis?.Id;
                _impact = await impacts.OfAsync([.. now.Plain.Where(other => other.Id != id && other.Id != NewId), _rule], CancellationToken.None);
            }
        });
    }

    private Task Save(MouseEventArgs click) => _isBusy || !_dialog!.Takes(click) ? Task.CompletedTask : DoAsync(async () =>
    {
        var outcome = await editor.SaveAsync(_basis, _rule!, _why.Trim(), CancellationToken.None);
        (_mistakes, _conflict) = (outcome.Mistakes, outcome.Conflict);
        if (outcome.IsSaved)
        {
            await OnSaved.InvokeAsync();
            return;
        }

        // Saving on this basis is saving after having been told; where it was removed, what is here becomes a new rule.
        _basis = outcome.Conflict is { } conflict ? conflict.Current : _basis;
        _impact = outcome.Mistakes.All(mistake => mistake.Field == "why") && outcome.Conflict is null ? _impact : null;
    });

    private async Task DoAsync(Func<Task> act)
    {
        (_isBusy, _problem) = (true, null);
        try
        {
            await act();
        }
        catch (Exception e) when (e is RuleException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            (_problem, _impact) = (e.Message, null);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
