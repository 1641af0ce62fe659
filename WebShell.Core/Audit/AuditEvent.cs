using System.Collections.ObjectModel;
using System.Net;

namespace WebShell.Core.Audit;

/// <summary>Something that somebody did and that must be found again. Never a secret.</summary>
/// <param name="Kind">What.</param>
/// <param name="ActorId">Who, stable and unique; empty: the portal itself, or somebody who is not known.</param>
/// <param name="ActorName">Who, as others know them; for a refused sign-in the name that was tried.</param>
/// <param name="On">With what: a machine's name, or a description where it was several.</param>
/// <param name="Details">Facts by name, e.g. the prints of the old and the new key. A change is <see cref="Change"/>.</param>
public sealed record AuditEvent(AuditKind Kind, string ActorId, string ActorName, string On, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Between what was and what is, in the value of a detail.</summary>
    public const string Arrow = " → ";

    public AuditEvent(AuditKind kind, string actorId, string actorName, string on)
        : this(kind, actorId, actorName, on, ReadOnlyDictionary<string, string>.Empty)
    {
    }

    /// <summary>Its own, also where it is written twice: it is kept once.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The address of the browser; null: nobody's browser asked for it.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The shell session it is about.</summary>
    public string? SessionId { get; init; }

    public AuditOutcome Outcome { get; init; }

    /// <summary>What came of it in a few words, e.g. <c>wrong password</c>, <c>exit 0</c>, <c>2 shells closed</c>.</summary>
    public string? Result { get; init; }

    /// <summary>The <see cref="Id"/> of what it follows from, e.g. the change of a rule that ended a shell.</summary>
    public Guid? Because { get; init; }

    /// <summary>A detail's value that says what was and what is.</summary>
    public static string Change(string before, string after) => before.Length == 0 ? after : before + Arrow + after;
}
