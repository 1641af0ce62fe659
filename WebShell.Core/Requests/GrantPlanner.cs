using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Requests;

/// <summary>
/// Makes the rule of a grant: one person by name, one machine, one login, shells only. Rules name machines by labels, so one that cannot be told
/// apart by its name gets none: a grant must not come to mean another machine.
/// </summary>
public sealed class GrantPlanner(VmInventory inventory, IPeople people, RuleBook rules, TimeProvider time)
{
    /// <summary>What the ids of all rules begin with that grants make.</summary>
    public const string RulePrefix = "grant-";

    private const string Root = "root";
    private const int MaxRuleName = 120;

    /// <summary>What this request would give now.</summary>
    public GrantPlan Of(AskedAccess asked)
    {
        if (people.Find(asked.AskerId) is not { } asker || asker.Name != asked.AskerName)
        {
            return new GrantPlan { Problem = "The account that asked may no longer be used, or has another name." };
        }

        if (asker.Role == PortalRole.Auditor)
        {
            return new GrantPlan { Problem = "Auditors never connect, whatever rules say." };
        }

        return inventory.Find(asked.Machine) is { } vm && asked.KnownSlug is var slug && (slug is null || slug == vm.Slug)
            ? Of(asked, asker, vm)
            : new GrantPlan { Problem = $"There is no machine of the name {asked.Machine}; the person is not told." };
    }

    /// <summary>Whether the rule of a grant still means its machine and no other.</summary>
    internal bool StillMeans(GivenAccess given) => inventory.Find(given.Slug) is { } vm && vm.Name == given.Machine && IsAlone(vm);

    private GrantPlan Of(AskedAccess asked, PortalUser asker, Vm vm)
    {
        var who = new Asker(AccessPolicy.PersonOf(asker), time.GetUtcNow(), asker.From);
        var already = rules.Now.LoginsOf(who, vm, RuleActivities.Shell);
        var login = asked.Login.Length > 0 ? asked.Login : vm.Logins[0];
        var plan = new GrantPlan { Machine = vm, Login = login, Already = already };
        if (PatternFor(login, asker, vm) is not { } pattern)
        {
            return plan with { Login = "", Problem = $"{vm.Name} has no login {login}; it has {string.Join(", ", vm.Logins)}. Deny it and say which to ask for." };
        }

        if (!IsAlone(vm))
        {
            return plan with { Problem = $"Rules cannot tell {vm.Name} from other machines: another one has a label that reads like its name." };
        }

        var denying = rules.Now.Decide(new AccessRequest(who, vm, login, RuleActivities.Shell)).Rules.FirstOrDefault(rule => rule.Effect == RuleEffect.Deny);
        return plan with
        {
            Warning = denying is null ? null : $"Rule '{denying.Name}' denies this{(denying.From.Count > 0 ? " from some addresses" : "")}, and a grant does not change that.",
            Rule = new AccessRule
            {
                Id = RulePrefix + asked.Id,
                Name = $"{RequestText.Cut($"Granted to {asked.AskerName} on {vm.Name}", MaxRuleName)} ({asked.Id})",
                Effect = RuleEffect.Allow,
                Who = new RulePeople(IsEverybody: false, [asked.AskerName], []),
                Where = WhereOf(vm),
                Logins = [pattern],
                What = RuleActivities.Shell,
            },
        };
    }

    // As a login is given by rules: one that the machine lists, or the person's own name, which is never root.
    private static string? PatternFor(string login, PortalUser asker, Vm vm) =>
        vm.Logins.Contains(login, StringComparer.Ordinal) ? login
        : login == asker.Name && !login.Equals(Root, StringComparison.OrdinalIgnoreCase) && VmValidation.Login(login) is null ? "{user}"
        : null;

    // A label of the key "name" would be taken for the name, too: where this machine has none, one that has any is not meant.
    private static VmQuery WhereOf(Vm vm)
    {
        const string Label = VmField.LabelPrefix + VmField.Name;
        return new VmQuery
        {
            Labels = [KeyValuePair.Create(VmField.Name, vm.Name)],
            ExcludedLabels = VmField.ValueOf(vm, Label).Length > 0 ? [] : [KeyValuePair.Create(Label, "*")],
        };
    }

    private bool IsAlone(Vm vm) => inventory.Search(WhereOf(vm)) is { Count: 1 } found && found[0].Slug == vm.Slug;
}
