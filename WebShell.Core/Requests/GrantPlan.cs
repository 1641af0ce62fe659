using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Requests;

/// <summary>What a request would give if somebody granted it now; for those who answer, never for who asked.</summary>
public sealed record GrantPlan
{
    /// <summary>The machine that is meant; null: there is none of that name.</summary>
    public Vm? Machine { get; init; }

    /// <summary>The login that would be given; empty where it cannot be.</summary>
    public string Login { get; init; } = "";

    /// <summary>The logins with which they may open shells there by now; empty: none.</summary>
    public IReadOnlyList<string> Already { get; init; } = [];

    /// <summary>Why it cannot be granted, as a sentence; null: it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What a grant would not change, as a sentence: a denial wins over it. Null: nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>The rule it would be, but for its end and who gave it; null where it cannot be granted.</summary>
    internal AccessRule? Rule { get; init; }
}
