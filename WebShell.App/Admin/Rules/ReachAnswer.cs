namespace WebShell.App.Admin.Rules;

/// <summary>What was answered: a sentence, for one person on one machine whether and why, and the rows behind it.</summary>
/// <param name="Sentence">"Priya may use 214 machines now."</param>
/// <param name="IsAllowed">Where it was about one person, one machine and one login.</param>
/// <param name="Explanation">Why, or why not.</param>
/// <param name="What">What the rows are: people or machines.</param>
/// <param name="Rows">The first of them.</param>
internal sealed record ReachAnswer(string Sentence, bool? IsAllowed, string? Explanation, string What, IReadOnlyList<ReachRow> Rows);

/// <summary>One person, or one machine: the logins, what may be done with them, and the rules that give it.</summary>
internal sealed record ReachRow(string Name, string Url, string Logins, string May, string Rules);
