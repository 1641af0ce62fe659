using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>One session with all that is known of it.</summary>
/// <param name="Line">What a list says of it.</param>
/// <param name="Facts">What was agreed on with its machine; empty fields while or when it was not opened.</param>
/// <param name="Opening">How it was opened, step by step.</param>
public sealed record SessionDetails(SessionLine Line, ShellFacts Facts, IReadOnlyList<OpeningStep> Opening);
