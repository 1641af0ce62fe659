using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Editing;

/// <summary>What came of a change of the rules: it is saved, or there are mistakes, or somebody else was faster. Nothing was changed unless it is saved.</summary>
public sealed record RuleOutcome
{
    public bool IsSaved { get; init; }

    /// <summary>Every mistake, with its field.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; init; } = [];

    /// <summary>What somebody else did since the person began.</summary>
    public RuleConflict? Conflict { get; init; }
}

/// <summary>Somebody else changed the same rule, or the rules of a file.</summary>
/// <param name="Current">The rule as it is now; null: it was removed, or it is about more than one.</param>
/// <param name="Sentence">What they did.</param>
public sealed record RuleConflict(StoredRule? Current, string Sentence);
