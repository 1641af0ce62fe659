using WebShell.App.Inventory;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Requests;

namespace WebShell.App.Admin.Rules;

/// <summary><c>/admin/rules</c>: who may go where, as sentences, each with how many people and machines it is about. For administrators.</summary>
public sealed partial class RulesPage(RuleEditor editor, RuleImpacts impacts, VmInventory inventory, IPeople people, TimeProvider time)
{
    private IReadOnlyList<RuleLine>? _lines;
    private StoredRule? _editing;
    private StoredRule? _removing;
    private bool _isEditing;
    private bool _isApplying;

    protected override string Unreadable => "The rules cannot be read.";

    protected override void Listen()
    {
        editor.Changed += OnChanged;
        inventory.Changed += OnChanged;
        people.Changed += OnChanged;
    }

    protected override void Unlisten()
    {
        editor.Changed -= OnChanged;
        inventory.Changed -= OnChanged;
        people.Changed -= OnChanged;
    }

    protected override async Task ReadAsync()
    {
        var rules = await editor.ReadAsync(Left);
        IsDenied = rules is null;
        AccessPerson[] everybody = rules is null ? [] : [.. impacts.People().Select(AccessPolicy.PersonOf)];
        _lines = rules is null ? null : [.. rules.Rules.OrderBy(rule => rule.Rule.Name, NaturalOrder.Instance).Select(rule => LineOf(rule, everybody))];
    }

    protected override bool IsTold(Exception e) => e is RuleException || base.IsTold(e);

    private RuleLine LineOf(StoredRule stored, AccessPerson[] everybody) => new(
        stored, everybody.Count(stored.Rule.Who.Include), stored.Rule.Where is { } where ? inventory.Search(where).Count : inventory.All.Count,
        stored.Rule.When.Until <= time.GetUtcNow(), stored.Rule.Where is null ? "" : MachineFilter.FromUrl(RuleText.Where(stored.Rule.Where), null).Url);

    private static string? RequestOf(AccessRule rule) =>
        rule.Granted is not null && rule.Id.StartsWith(GrantPlanner.RulePrefix, StringComparison.Ordinal) ? rule.Id[GrantPlanner.RulePrefix.Length..] : null;

    private void Add() => (_editing, _isEditing) = (null, true);

    private void Edit(StoredRule rule) => (_editing, _isEditing) = (rule, true);

    private Task Done()
    {
        (_isEditing, _removing, _isApplying) = (false, null, false);
        return ReloadAsync();
    }

    private sealed record RuleLine(StoredRule Stored, int People, int Machines, bool IsOver, string MachinesUrl);
}
