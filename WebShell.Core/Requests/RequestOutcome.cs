using WebShell.Core.Inventory;

namespace WebShell.Core.Requests;

/// <summary>What came of asking or answering. Nothing was changed unless it is done.</summary>
public sealed record RequestOutcome
{
    /// <summary>The request as it is now; null: nothing was changed.</summary>
    public AskedAccess? Done { get; init; }

    /// <summary>Every mistake, with its field.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; init; } = [];

    /// <summary>Why not, as a sentence, e.g. that somebody else was faster.</summary>
    public string? Refusal { get; init; }

    internal static RequestOutcome Refused(string sentence) => new() { Refusal = sentence };

    internal static RequestOutcome Mistaken(params FieldMistake[] mistakes) => new() { Mistakes = mistakes };
}
