namespace WebShell.App.Admin.Sources;

/// <summary>One line of a plan. All texts are foreign: the page cleans what it shows of them.</summary>
public sealed record PlanRow
{
    /// <summary>The machine; empty where the source names none.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The field, or what happens to the machine.</summary>
    public string What { get; init; } = "";

    /// <summary>The value that is there; null: this line is about no value.</summary>
    public string? From { get; init; }

    /// <summary>The value that comes, or the sentence that is the line.</summary>
    public string To { get; init; } = "";

    /// <summary>Why, below the values.</summary>
    public string? Why { get; init; }

    /// <summary>Where the source says it.</summary>
    public string Place { get; init; } = "";

    /// <summary>The conflict that can be decided; null: there is nothing to decide.</summary>
    public string? ConflictId { get; init; }

    /// <summary>False where the line above is about the same machine.</summary>
    public bool IsFirst { get; init; } = true;

    public bool Matches(string[] words) => Array.TrueForAll(words, word =>
        Has(Machine, word) || Has(What, word) || Has(To, word) || Has(From, word) || Has(Why, word) || Has(Place, word));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
