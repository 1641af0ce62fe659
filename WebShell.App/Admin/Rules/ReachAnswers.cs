using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Rules;

/// <summary>Answers who reaches what, by the rules that hold now, from wherever people come; for those who look after the rules, who are asked for by the page.</summary>
public sealed class ReachAnswers(RuleBook book, AccessPolicy policy, VmInventory inventory, RuleImpacts impacts)
{
    /// <summary>So many rows are shown; the sentence says how many there are.</summary>
    public const int MaxRows = 500;

    internal ReachAnswer Of(string person, string machine, string login)
    {
        var vm = machine.Length == 0 ? null : inventory.Find(machine);
        var user = impacts.People().FirstOrDefault(known => known.Name.Equals(person, StringComparison.OrdinalIgnoreCase));
        return machine.Length > 0 && vm is null ? Said($"There is no machine {machine}.")
            : person.Length > 0 && user is null ? Said($"Nobody who may connect is called {person}.")
            : (user, vm) switch
            {
                ({ } known, { } there) => Both(known, there, login),
                ({ } known, null) => MachinesOf(known),
                (null, { } there) => PeopleOn(there, login),
                _ => Said("Name somebody, a machine, or both."),
            };
    }

    private ReachAnswer Both(PortalUser user, Vm vm, string login)
    {
        var asker = policy.AskerOf(user);
        if (login.Length > 0)
        {
            var decision = book.Now.Decide(new AccessRequest(asker, vm, login, RuleActivities.Shell));
            return new ReachAnswer(
                $"{user.Name} {(decision.IsAllowed ? "may" : "may not")} open a shell on {vm.Name} as {login} now.", decision.IsAllowed, decision.Explanation, "Machine", Row(asker, vm, vm.Name, UrlOf(vm)));
        }

        var rows = Row(asker, vm, vm.Name, UrlOf(vm));
        return rows.Length > 0
            ? new ReachAnswer($"{user.Name} may use {vm.Name} now.", true, null, "Machine", rows)
            : new ReachAnswer(
                $"{user.Name} may not use {vm.Name} now.", false, book.Now.Decide(new AccessRequest(asker, vm, vm.Logins[0], RuleActivities.Shell)).Explanation, "Machine", []);
    }

    private ReachAnswer MachinesOf(PortalUser user)
    {
        var asker = policy.AskerOf(user);
        var visible = book.Now.VisibleTo(asker, inventory.All);
        return new ReachAnswer(
            $"{user.Name} may use {RuleWords.Machines(visible.Count)} now{First(visible.Count)}.", null, null, "Machine",
            [.. visible.Take(MaxRows).SelectMany(vm => Row(asker, vm, vm.Name, UrlOf(vm)))]);
    }

    private ReachAnswer PeopleOn(Vm vm, string login)
    {
        ReachRow[] rows =
        [
            .. from user in impacts.People()
               let asker = policy.AskerOf(user)
               where login.Length == 0 || book.Now.RightsOn(asker, vm).Any(rights => rights.LetsSee && rights.Login == login)
               from row in Row(asker, vm, user.Name, $"{AdminPaths.Reach}?user={Uri.EscapeDataString(user.Name)}")
               select row,
        ];
        return new ReachAnswer(
            $"{RuleWords.People(rows.Length)} may use {vm.Name}{(login.Length == 0 ? "" : $" as {login}")} now{First(rows.Length)}.", null, null, "Person", [.. rows.Take(MaxRows)]);
    }

    private ReachRow[] Row(Asker asker, Vm vm, string name, string url)
    {
        var rights = book.Now.RightsOn(asker, vm).Where(with => with.LetsSee).ToArray();
        if (rights.Length == 0)
        {
            return [];
        }

        var what = rights.Aggregate(RuleActivities.None, (all, with) => all | with.What);
        var rules = rights.SelectMany(with => RuleText.Activities.Values.Where(activity => with.What.HasFlag(activity))
            .SelectMany(activity => book.Now.Decide(new AccessRequest(asker, vm, with.Login, activity)).Rules)).Select(rule => rule.Name).Distinct();
        return [new ReachRow(name, url, string.Join(", ", rights.Select(with => with.Login)), RuleWords.What(what), string.Join(", ", rules))];
    }

    private static string UrlOf(Vm vm) => $"vms/{Uri.EscapeDataString(vm.Slug)}";

    private static string First(int count) => count > MaxRows ? $"; the first {MaxRows} are" : "";

    private static ReachAnswer Said(string sentence) => new(sentence, null, null, "", []);
}
