using System.Net;

namespace WebShell.Core.Access.Rules;

/// <summary>A person as rules know them: the name they sign in with, and their groups; both without regard to case.</summary>
public sealed record AccessPerson(string Name, IReadOnlyCollection<string> Groups);

/// <summary>Who asks, when, and from where.</summary>
/// <param name="Person">Who.</param>
/// <param name="At">When.</param>
/// <param name="From">Null: not known, so that no rule with ranges allows, and every one with ranges denies.</param>
public sealed record Asker(AccessPerson Person, DateTimeOffset At, IPAddress? From);
