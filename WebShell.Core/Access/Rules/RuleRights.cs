namespace WebShell.Core.Access.Rules;

/// <summary>Adds up what rules give and take, for each login: what one rule takes no other gives back, so their order says nothing.</summary>
internal static class RuleRights
{
    /// <param name="rules">Those that hold for the person on the machine.</param>
    /// <param name="person">Who.</param>
    /// <param name="listed">The logins that the machine lists.</param>
    /// <returns>The logins with which anything is left, the machine's own first.</returns>
    public static LoginRights[] Of(IReadOnlyList<CompiledRule> rules, AccessPerson person, IReadOnlyList<string> listed) =>
        rules.Count == 0 ? [] :
        [
            .. listed.Concat(rules.SelectMany(rule => rule.Own(person))).Distinct(StringComparer.Ordinal)
                .Select(login => new LoginRights(login, With(login, rules, person, listed)))
                .Where(rights => rights.What != RuleActivities.None),
        ];

    private static RuleActivities With(string login, IReadOnlyList<CompiledRule> rules, AccessPerson person, IReadOnlyList<string> listed)
    {
        RuleActivities given = 0, taken = 0;
        foreach (var rule in rules)
        {
            if (rule.Covers(login, person, listed))
            {
                _ = rule.IsDeny ? taken |= rule.Rule.What : given |= rule.Rule.What;
            }
        }

        return given & ~taken;
    }
}
