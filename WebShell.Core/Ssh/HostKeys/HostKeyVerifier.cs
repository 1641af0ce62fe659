using Microsoft.Extensions.Logging;
using WebShell.Core.Audit;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>
/// The rule for one attempt: revoked → refuse; pinned and same → go; pinned and other, type included → stop;
/// nothing pinned → by the machine's policy the person sees the print, and a yes pins it, or only an administrator can.
/// </summary>
internal sealed partial class HostKeyVerifier(
    SshTarget target, HostKeyStore store, IShellDialogue dialogue, PersonTime person, IAuditLog audit, ILogger logger) : IHostKeyVerifier
{
    private readonly KnownKeys _known = Read(store, target);

    public IReadOnlyList<string> PinnedAlgorithms => [.. _known.Pinned.Select(pin => pin.Key.Algorithm).Distinct()];

    /// <summary>The key that was accepted; null: none yet.</summary>
    public HostKey? Accepted { get; private set; }

    public async ValueTask VerifyAsync(string address, HostKey offered, CancellationToken cancellationToken)
    {
        await JudgeAsync(address, offered, cancellationToken);
        Accepted = offered;
    }

    private async ValueTask JudgeAsync(string address, HostKey offered, CancellationToken cancellationToken)
    {
        // Read again: someone may have pinned or revoked since the attempt began.
        var known = Read(store, target);
        var offer = new HostKeyOffer(target.VmName, address, offered.Algorithm, offered.Fingerprint);
        dialogue.ReportFact($"It showed {offered}");
        if (known.Revoked.Contains(offered))
        {
            Log.Revoked(logger, target.VmName, offered.ToString());
            await NoteRefusalAsync(address, offered, "it is revoked");
            throw Refused(ShellFailureReason.HostKeyRevoked, offer, $"{target.VmName} showed a host key that has been revoked ({offered}). Do not connect; tell an administrator.");
        }

        if (known.Pinned.FirstOrDefault(pin => pin.Key == offered) is { } same)
        {
            dialogue.ReportFact($"Pinned {(same.PinnedAt == default ? "by hand" : $"{same.PinnedAt.UtcDateTime:yyyy-MM-dd} by {same.PinnedBy}")}");
            return;
        }

        if (known.Pinned.Count > 0)
        {
            throw await ChangedAsync(known, address, offered, offer);
        }

        if (target.HostKeyPolicy == HostKeyPolicy.PinnedOnly)
        {
            store.Refused.Add(target.VmSlug, address, offered);
            Log.NotPinned(logger, target.VmName, offered.ToString());
            throw Refused(ShellFailureReason.HostKeyNotPinned, offer, $"No host key of {target.VmName} is pinned yet, and for this machine only an administrator may pin one. Nothing was sent to it. It showed {offered}.");
        }

        if (!await person.AskAsync((time, token) => dialogue.AcceptHostKeyAsync(offer with { Time = time }, token), cancellationToken))
        {
            throw Refused(ShellFailureReason.HostKeyNotAccepted, offer, $"The host key of {target.VmName} was not accepted, so nothing was sent to it.");
        }

        await AcceptAsync(address, offered, offer, cancellationToken);
    }

    private async ValueTask AcceptAsync(string address, HostKey offered, HostKeyOffer offer, CancellationToken cancellationToken)
    {
        // Between question and answer another attempt may have pinned a different key.
        var known = Read(store, target);
        if (known.Pinned.Count > 0 && known.Pinned.All(pin => pin.Key != offered))
        {
            throw await ChangedAsync(known, address, offered, offer);
        }

        await RecordAsync(AuditKind.HostKeyPinned, AuditOutcome.Done, new() { ["pinned"] = offered.ToString(), ["shown by"] = address }, cancellationToken);
        store.Pin(target.VmSlug, offered, target.RequestedBy);
        dialogue.ReportFact($"Accepted and pinned by {target.RequestedBy}");
        Log.Pinned(logger, target.VmName, offered.ToString(), target.RequestedBy);
    }

    private async ValueTask<ShellException> ChangedAsync(KnownKeys known, string address, HostKey offered, HostKeyOffer offer)
    {
        var pin = known.Pinned.FirstOrDefault(pin => pin.Key.Algorithm == offered.Algorithm) ?? known.Pinned[0];
        store.Refused.Add(target.VmSlug, address, offered);
        Log.Changed(logger, target.VmName, offered.ToString(), pin.Key.ToString());
        await NoteRefusalAsync(address, offered, $"{pin.Key} is pinned");
        return Refused(
            ShellFailureReason.HostKeyChanged,
            offer with { Pinned = new PinnedHostKey(pin.Key.Algorithm, pin.Key.Fingerprint, pin.PinnedAt, pin.PinnedBy) },
            $"The host key of {target.VmName} is not the one that was pinned: it may have been reinstalled, or someone stands between. Nothing was sent to it. Offered: {offered}. Pinned: {pin.Key}. Only an administrator can replace the pin.");
    }

    /// <exception cref="ShellException">It could not be written, so what it is about does not happen.</exception>
    private async ValueTask RecordAsync(AuditKind kind, AuditOutcome outcome, Dictionary<string, string> details, CancellationToken cancellationToken)
    {
        try
        {
            await audit.WriteAsync(new AuditEvent(kind, target.RequesterId, target.RequestedBy, target.VmName, details) { Outcome = outcome }, cancellationToken);
        }
        catch (AuditException e)
        {
            throw new ShellException(ShellFailureReason.Internal, $"The host key of {target.VmName} was not pinned, because the audit log cannot be written. Tell an administrator.", e);
        }
    }

    // It is stopped in any case: a log that cannot be written changes nothing about that.
    private async ValueTask NoteRefusalAsync(string address, HostKey offered, string why)
    {
        try
        {
            await RecordAsync(AuditKind.HostKeyRefused, AuditOutcome.Refused, new() { ["shown"] = offered.ToString(), ["why"] = why, ["shown by"] = address }, CancellationToken.None);
        }
        catch (ShellException e)
        {
            Log.NotRecorded(logger, target.VmName, e);
        }
    }

    private static ShellException Refused(ShellFailureReason reason, HostKeyOffer offer, string message) =>
        new(new ShellFailure(reason, message) { Step = ShellOpeningStep.HostKey, HostKey = offer });

    private static KnownKeys Read(HostKeyStore store, SshTarget target)
    {
        try
        {
            return store.Find(target.VmSlug);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ShellException(ShellFailureReason.Internal, "The pinned host keys cannot be read, so no machine can be trusted. Tell an administrator.", e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Information, "Pinned the host key of {Vm}: {Key}, accepted by {By}.")]
        public static partial void Pinned(ILogger logger, string vm, string key, string by);

        [LoggerMessage(4202, LogLevel.Warning, "{Vm} showed the host key {Offered}, but {Pinned} is pinned: stopped.")]
        public static partial void Changed(ILogger logger, string vm, string offered, string pinned);

        [LoggerMessage(4204, LogLevel.Warning, "{Vm} showed the host key {Offered}, nothing is pinned, and its policy wants a pin: stopped.")]
        public static partial void NotPinned(ILogger logger, string vm, string offered);

        [LoggerMessage(4205, LogLevel.Error, "The refused host key of {Vm} is not in the audit log.")]
        public static partial void NotRecorded(ILogger logger, string vm, Exception exception);

        [LoggerMessage(4203, LogLevel.Warning, "{Vm} showed the revoked host key {Offered}: stopped.")]
        public static partial void Revoked(ILogger logger, string vm, string offered);
    }
}
