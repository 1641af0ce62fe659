using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// What the audit log hears of sessions (singleton). What somebody asks for is written before it is theirs: a shell that cannot be written
/// down is not opened. What happens by itself is written as soon as it has happened.
/// </summary>
public sealed partial class SessionAudit(IAuditLog audit, TimeProvider time, ILogger<SessionAudit> logger, ChangeBehind? change = null)
{
    /// <summary>The shell is there and nobody has it yet.</summary>
    /// <exception cref="ShellException">It could not be written: nobody gets it.</exception>
    internal async ValueTask OpenedAsync(TerminalSession session, ShellRequest request)
    {
        var facts = session.Facts;
        var what = Of(session, AuditKind.ShellOpened, new Dictionary<string, string>
        {
            ["machine"] = request.VmSlug,
            ["address"] = $"{request.Host}:{request.Port.ToString(CultureInfo.InvariantCulture)}",
            ["login"] = request.Login,
            ["environment"] = session.Environment,
            ["reason"] = session.Reason,
            ["way"] = string.Join(" → ", session.Way),
            ["credential"] = request.Credential ?? "the person's own",
            ["host key"] = facts.HostKey,
            ["key exchange"] = facts.KeyExchange,
            ["cipher"] = facts.Cipher,
            ["mac"] = facts.Mac,
            ["old algorithms"] = facts.AllowsLegacyAlgorithms ? "allowed" : "",
        }) with
        {
            Result = $"after {Seconds(time.GetUtcNow() - session.OpenedAt)}",
        };
        try
        {
            await audit.WriteAsync(what, CancellationToken.None);
        }
        catch (AuditException e)
        {
            throw Unwritten("The shell was not opened", e);
        }
    }

    /// <summary>Somebody may not have it, or there is no room. It is refused in any case.</summary>
    internal async ValueTask RefusedAsync(PortalUser user, string vm, string? login, ShellFailure why)
    {
        var what = new AuditEvent(AuditKind.ShellRefused, user.Id, user.Name, On(vm, login ?? ""), new Dictionary<string, string> { ["why"] = why.Message })
        {
            From = user.From,
            Outcome = AuditOutcome.Refused,
            Result = Words(why.Reason.ToString()),
        };
        await KeepAsync(what);
    }

    /// <exception cref="ShellException">It could not be written: nobody watches.</exception>
    internal async ValueTask WatchingAsync(PortalUser user, TerminalSession session, CancellationToken cancellationToken)
    {
        try
        {
            await audit.WriteAsync(By(user, session, AuditKind.ShellWatched), cancellationToken);
        }
        catch (AuditException e)
        {
            throw Unwritten("You do not watch this shell", e);
        }
    }

    internal void WatchEnded(ShellWatch watch, string why) => Keep(By(watch.By, watch.Session, AuditKind.ShellWatchEnded) with { Result = why });

    /// <summary>Somebody else is about to end it; what is written of its end follows from this.</summary>
    /// <exception cref="AuditException">It could not be written: it goes on.</exception>
    internal async ValueTask EndingAsync(PortalUser user, TerminalSession session, CancellationToken cancellationToken)
    {
        var what = By(user, session, AuditKind.ShellEndedByOther);
        await audit.WriteAsync(what, cancellationToken);
        session.EndsBecause = what.Id;
    }

    /// <exception cref="AuditException">It could not be written: it keeps its name.</exception>
    internal ValueTask RenamingAsync(PortalUser user, TerminalSession session, string? name, CancellationToken cancellationToken) =>
        audit.WriteAsync(
            By(user, session, AuditKind.ShellRenamed) with { Details = new Dictionary<string, string> { ["name"] = AuditEvent.Change(session.Name ?? "none", name ?? "none") } },
            cancellationToken);

    internal void Ended(TerminalSession session, SessionEnd end, bool wasOpen)
    {
        var details = new Dictionary<string, string> { ["reason"] = Words(end.Reason.ToString()), ["sentence"] = end.Message };
        if (end.Failure is { } failure)
        {
            details["failure"] = Words(failure.Reason.ToString());
            details["step"] = Words(failure.Step.ToString());
        }

        if (wasOpen)
        {
            details["seconds"] = ((long)(end.At - session.OpenedAt).TotalSeconds).ToString(CultureInfo.InvariantCulture);
            details["bytes shown"] = session.Output.End.ToString(CultureInfo.InvariantCulture);
        }

        var what = Of(session, wasOpen ? AuditKind.ShellEnded : AuditKind.ShellFailed, details) with
        {
            Outcome = wasOpen ? AuditOutcome.Done : AuditOutcome.Failed,
            Result = end.ExitStatus is { } status ? $"exit {status.ToString(CultureInfo.InvariantCulture)}" : Words((end.Failure?.Reason.ToString() ?? end.Reason.ToString())),
            Because = session.EndsBecause,
        };
        if (what.Because is null && change is not null && ChangeBehind.MayBe(end.Reason))
        {
            _ = KeepWithCauseAsync(what, end, session.OwnerName);
        }
        else
        {
            Keep(what);
        }
    }

    internal void Detached(TerminalSession session, bool isGone) => Keep(Of(session, AuditKind.ShellDetached) with { Result = isGone ? "page gone" : "page not reached" });

    internal void Attached(TerminalSession session, bool isTakenOver) => Keep(Of(session, isTakenOver ? AuditKind.ShellTakenOver : AuditKind.ShellAttached));

    private static AuditEvent Of(TerminalSession session, AuditKind kind, Dictionary<string, string>? details = null) =>
        new(kind, session.OwnerId, session.OwnerName, On(session.VmName, session.Login), details ?? []) { SessionId = session.Id, From = session.From };

    private static AuditEvent By(PortalUser user, TerminalSession session, AuditKind kind) =>
        new(kind, user.Id, user.Name, On(session.VmName, session.Login), new Dictionary<string, string> { ["owner"] = session.OwnerName }) { SessionId = session.Id, From = user.From };

    private static string On(string vm, string login) => login.Length == 0 ? vm : $"{vm} › {login}";

    private static string Words(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static ShellException Unwritten(string what, AuditException cause) =>
        new(ShellFailureReason.Internal, $"{what}, because the audit log cannot be written. Tell an administrator.", cause);

    // What changed is looked for first: the end follows from it. Without an answer the end is written all the same.
    private async Task KeepWithCauseAsync(AuditEvent what, SessionEnd end, string owner)
    {
        if (await change!.FindAsync(end, owner) is var (id, thing))
        {
            what = what with { Because = id, Details = new Dictionary<string, string>(what.Details) { ["cause"] = thing } };
        }

        await KeepAsync(what);
    }

    private void Keep(AuditEvent what) => _ = KeepAsync(what).AsTask();

    private async ValueTask KeepAsync(AuditEvent what)
    {
        try
        {
            await audit.WriteAsync(what, CancellationToken.None);
        }
        catch (AuditException e)
        {
            Log.NotWritten(logger, what.Kind, what.SessionId, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(31, LogLevel.Error, "{Kind} of session {SessionId} is not in the audit log.")]
        public static partial void NotWritten(ILogger logger, AuditKind kind, string? sessionId, Exception exception);
    }
}
