using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>What is remembered of a session that has ended: whose it was, where, and how it ended. Not its output.</summary>
public sealed record EndedSession(
    string Id, string OwnerId, string VmName, string Login, string Environment, DateTimeOffset OpenedAt, SessionEnd End)
{
    public required string OwnerName { get; init; }

    /// <summary>What the machine's urls go by.</summary>
    public string VmSlug
    {
        get => field ?? VmName;
        init;
    }

    /// <summary>What its owner called it; null when it had no name of its own.</summary>
    public string? Name { get; init; }

    /// <summary>Why its owner went there, where that was asked; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was agreed on with its machine; empty fields when it was not opened.</summary>
    public ShellFacts Facts { get; init; } = new();

    /// <summary>How it was opened, step by step.</summary>
    public IReadOnlyList<OpeningStep> Opening { get; init; } = [];

    internal static EndedSession Of(TerminalSession session, SessionEnd end) =>
        new(session.Id, session.OwnerId, session.VmName, session.Login, session.Environment, session.OpenedAt, end)
        {
            OwnerName = session.OwnerName,
            VmSlug = session.VmSlug,
            Name = session.Name,
            Reason = session.Reason,
            Facts = session.Facts,
            Opening = session.Opening,
        };
}
