using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>One sentence on who may, or may not, do what, where, as whom, when and from where. It says nothing alone: a <see cref="RuleSet"/> decides.</summary>
public sealed record AccessRule
{
    /// <summary>What it goes by in files and in the audit; stays when the rule is renamed.</summary>
    public required string Id { get; init; }

    /// <summary>What people read: "allowed by rule 'db team'".</summary>
    public required string Name { get; init; }

    public required RuleEffect Effect { get; init; }

    public required RulePeople Who { get; init; }

    /// <summary>The machines, by their labels and fields; null: all machines.</summary>
    public VmQuery? Where { get; init; }

    /// <summary>The logins: a name, a name with <c>{user}</c> in it, or <c>*</c> for all (<see cref="LoginPattern"/>).</summary>
    public required IReadOnlyList<string> Logins { get; init; }

    public required RuleActivities What { get; init; }

    public RuleTimes When { get; init; } = RuleTimes.Always;

    /// <summary>Address ranges (<c>10.0.0.0/8</c>) the person comes from; empty: from anywhere.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Who gave it and why, for one that ends by itself; null: a rule like the others.</summary>
    public RuleGrant? Granted { get; init; }
}

/// <summary>What a rule does: where both hold, deny wins.</summary>
public enum RuleEffect
{
    Allow,
    Deny,
}

/// <summary>Whom a rule is about; users and groups by name, without regard to case.</summary>
public sealed record RulePeople(bool IsEverybody, IReadOnlyList<string> Users, IReadOnlyList<string> Groups)
{
    public static RulePeople Everybody { get; } = new(IsEverybody: true, [], []);

    public bool Include(AccessPerson person) => IsEverybody
        || Users.Contains(person.Name, StringComparer.OrdinalIgnoreCase) || person.Groups.Any(group => Groups.Contains(group, StringComparer.OrdinalIgnoreCase));
}

/// <summary>Who gave a right that ends by itself, and why.</summary>
public sealed record RuleGrant(string By, string Why);
