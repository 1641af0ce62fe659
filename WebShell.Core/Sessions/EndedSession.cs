namespace WebShell.Core.Sessions;

/// <summary>What is remembered of a session that has ended: whose it was, where, and how it ended. Not its output.</summary>
public sealed record EndedSession(
    string Id, string OwnerId, string VmName, string Login, string Environment, DateTimeOffset OpenedAt, SessionEnd End)
{
    internal static EndedSession Of(TerminalSession session, SessionEnd end) =>
        new(session.Id, session.OwnerId, session.VmName, session.Login, session.Environment, session.OpenedAt, end);
}
