namespace WebShell.Core.Sessions;

/// <summary>A limit that will soon end a session, and when; typing puts <see cref="SessionEndReason.IdleTimeout"/> off.</summary>
public sealed record SessionExpiry(SessionEndReason Reason, DateTimeOffset At);
