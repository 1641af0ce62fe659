using System.Globalization;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>Decides one request and finds the words for it. A machine on which somebody may never do anything is to them as if it were not there.</summary>
internal sealed class RuleVerdict(AccessRequest request, Vm machine, CompiledRule[] about)
{
    private const string NotThere = "There is no such machine, or you may not use it.";

    private readonly Asker _asker = request.Asker;

    public static RuleDecision NoMachine { get; } = new(IsAllowed: false, NotThere, NotThere, []) { IsKnown = false };

    public RuleDecision Decide()
    {
        var covering = about.Where(rule => rule.Rule.What.HasFlag(request.What) && Covers(rule)).ToArray();
        if (covering.Where(rule => rule.IsDeny && rule.Holds(_asker)).ToArray() is { Length: > 0 } denying)
        {
            return No($"Denied by rule '{denying[0].Rule.Name}'.", denying);
        }

        if (covering.Where(rule => !rule.IsDeny && rule.Holds(_asker)).ToArray() is { Length: > 0 } allowing)
        {
            var why = $"Allowed by rule '{allowing[0].Rule.Name}', login {request.Login}.";
            return new RuleDecision(IsAllowed: true, why, why, Rules(allowing));
        }

        var (hint, rule) = Hint(covering);
        return No($"No rule lets you {Act(request.What)} {machine.Name} as {VmValidation.Quoted(request.Login)}.{hint}", rule is null ? [] : [rule]);
    }

    private RuleDecision No(string why, IReadOnlyList<CompiledRule> rules)
    {
        var isKnown = IsKnown(_asker, machine, about);
        return new RuleDecision(IsAllowed: false, why, isKnown ? why : NotThere, Rules(rules)) { IsKnown = isKnown };
    }

    /// <summary>Whether there is a time and an address at which the person may do anything here; a denial that ends is no reason to hide it.</summary>
    public static bool IsKnown(Asker asker, Vm machine, CompiledRule[] about)
    {
        CompiledRule[] sometimes = [.. about.Where(rule => rule.IsDeny ? rule.IsUnlimited : !rule.Clock.IsOver(asker.At))];
        return RuleRights.Of(sometimes, asker.Person, machine.Logins).Any(rights => rights.LetsSee);
    }

    // The rule that comes nearest: only the time is missing, then the place, then the login.
    private (string Hint, CompiledRule? Rule) Hint(CompiledRule[] covering)
    {
        if (Later(covering) is { } later)
        {
            return ($" Rule '{later.Rule.Rule.Name}' would allow it from {Clock(later.At)} ({later.Rule.Clock.ZoneName}).", later.Rule);
        }

        if (Array.Find(covering, rule => !rule.IsDeny && rule.Clock.Holds(_asker.At)) is { } elsewhere)
        {
            return ($" Rule '{elsewhere.Rule.Name}' allows it, but not from the address you come from.", elsewhere);
        }

        var others = RuleRights.Of([.. about.Where(rule => rule.Holds(_asker))], _asker.Person, machine.Logins)
            .Where(rights => rights.What.HasFlag(request.What)).Select(rights => rights.Login).ToArray();
        return (others.Length == 0 ? "" : $" You may with the login {string.Join(" or ", others)}.", null);
    }

    // Not one at whose time another rule denies it.
    private (CompiledRule Rule, DateTimeOffset At)? Later(CompiledRule[] covering) => covering
        .Where(rule => !rule.IsDeny && rule.ComesFromThere(_asker))
        .Select(rule => (Rule: rule, At: rule.Clock.NextStart(_asker.At)))
        .Where(next => next.At is { } at && !Array.Exists(covering, rule => rule.IsDeny && rule.Holds(_asker with { At = at })))
        .Select(next => ((CompiledRule, DateTimeOffset)?)(next.Rule, next.At!.Value))
        .MinBy(next => next!.Value.Item2);

    private string Clock(DateTimeOffset at) =>
        at.ToString(at.Date == Today(at) ? "HH:mm" : "ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    // The date that the person's moment has where the rule's clock hangs.
    private DateTime Today(DateTimeOffset at) => _asker.At.ToOffset(at.Offset).Date;

    private bool Covers(CompiledRule rule) => rule.Covers(request.Login, _asker.Person, machine.Logins);

    private static IReadOnlyList<AccessRule> Rules(IReadOnlyList<CompiledRule> rules) => [.. rules.Select(rule => rule.Rule)];

    private static string Act(RuleActivities what) => what switch
    {
        RuleActivities.Shell => "open a shell on",
        RuleActivities.Watch => "watch shells on",
        RuleActivities.Share => "share a shell on",
        RuleActivities.Files => "move files to or from",
        RuleActivities.Forward => "forward ports through",
        RuleActivities.RecordView => "see recordings of",
        _ => "go unrecorded on",
    };
}
