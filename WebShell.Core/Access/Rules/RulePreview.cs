using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>What a change of the rules does at the moment it is made, to people and to the shells that are open.</summary>
/// <param name="People">Those for whom something changes, in the order they were given.</param>
/// <param name="EndedShells">Shells that the new rules do not allow.</param>
public sealed record RulePreview(IReadOnlyList<PersonChange> People, IReadOnlyList<EndedShell> EndedShells)
{
    /// <summary>"3 people lose 40 machines, 2 live shells end."; a machine that several lose counts once.</summary>
    public string Sentence
    {
        get
        {
            string[] parts =
            [
                Part("lose", "loses", "", change => change.Lost),
                Part("may do", "may do", "less on ", change => change.Less),
                Part("gain", "gains", "", change => change.Gained),
                Part("may do", "may do", "more on ", change => change.More),
                EndedShells.Count switch { 0 => "", 1 => "1 live shell ends", var ended => $"{ended} live shells end" },
            ];
            var said = string.Join(", ", parts.Where(part => part.Length > 0));
            return said.Length == 0 ? "Nobody loses or gains anything." : said + ".";
        }
    }

    /// <param name="before">The rules as they are.</param>
    /// <param name="after">The rules as they would be.</param>
    /// <param name="users">Each person at the moment of the change, from where they were last seen.</param>
    /// <param name="machines">The inventory.</param>
    /// <param name="liveShells">All shells that are open.</param>
    public static RulePreview Compare(
        RuleSet before, RuleSet after, IReadOnlyList<Asker> users, IReadOnlyList<Vm> machines, IReadOnlyList<LiveShell> liveShells)
    {
        var comparison = new ReachComparison(before, after, machines);
        return new RulePreview(
            [.. users.Select(comparison.Of).Where(change => change.IsAny)],
            [.. liveShells
                .Select(shell => (Shell: shell, Decision: after.Decide(new AccessRequest(shell.Owner, shell.Machine, shell.Login, RuleActivities.Shell))))
                .Where(judged => !judged.Decision.IsAllowed)
                .Select(judged => new EndedShell(judged.Shell, judged.Decision.Explanation))]);
    }

    private string Part(string many, string one, string how, Func<PersonChange, IReadOnlyList<Vm>> of)
    {
        var people = People.Count(change => of(change).Count > 0);
        var machines = People.SelectMany(of).Distinct(ReferenceEqualityComparer.Instance).Count();
        return people == 0 ? "" : $"{people} {(people == 1 ? $"person {one}" : $"people {many}")} {how}{machines} {(machines == 1 ? "machine" : "machines")}";
    }
}

/// <summary>What changes for one person; a machine on which they may do some things more and others less is in both.</summary>
/// <param name="Person">Who.</param>
/// <param name="Lost">Machines they see no more.</param>
/// <param name="Gained">Machines they see now.</param>
/// <param name="Less">Machines on which they may do less, or with fewer logins.</param>
/// <param name="More">Machines on which they may do more, or with more logins.</param>
public sealed record PersonChange(AccessPerson Person, IReadOnlyList<Vm> Lost, IReadOnlyList<Vm> Gained, IReadOnlyList<Vm> Less, IReadOnlyList<Vm> More)
{
    public bool IsAny => Lost.Count + Gained.Count + Less.Count + More.Count > 0;
}

/// <summary>A shell that is open.</summary>
public sealed record LiveShell(string SessionId, Asker Owner, Vm Machine, string Login);

/// <summary>A shell that ends, and why.</summary>
public sealed record EndedShell(LiveShell Shell, string Explanation);
