using System.Collections.Frozen;

namespace WebShell.Core.Audit;

/// <summary>The names of the kinds as they are stored, shown and searched: <c>thing.what-happened</c>. They never change: old events are read by them.</summary>
public static class AuditKinds
{
    private static readonly FrozenDictionary<AuditKind, string> Names = new Dictionary<AuditKind, string>
    {
        [AuditKind.SignedIn] = "signin.done",
        [AuditKind.SignInRefused] = "signin.refused",
        [AuditKind.SignInLimited] = "signin.limited",
        [AuditKind.SignedOut] = "signin.ended",
        [AuditKind.SignedOutEverywhere] = "signin.ended-everywhere",

        [AuditKind.AccountAdded] = "account.added",
        [AuditKind.AccountChanged] = "account.changed",
        [AuditKind.AccountDisabled] = "account.disabled",
        [AuditKind.AccountEnabled] = "account.enabled",
        [AuditKind.AccountRemoved] = "account.removed",
        [AuditKind.AccountRecovered] = "account.recovered",
        [AuditKind.PasswordSet] = "password.set",
        [AuditKind.PasswordReset] = "password.reset",
        [AuditKind.SecondFactorAdded] = "second-factor.added",
        [AuditKind.SecondFactorRemoved] = "second-factor.removed",
        [AuditKind.PasskeyAdded] = "passkey.added",
        [AuditKind.PasskeyRemoved] = "passkey.removed",
        [AuditKind.RecoveryCodesMade] = "recovery-codes.made",
        [AuditKind.RecoveryCodeUsed] = "recovery-codes.used",
        [AuditKind.RecoveryCodesRemoved] = "recovery-codes.removed",
        [AuditKind.GroupAdded] = "group.added",
        [AuditKind.GroupChanged] = "group.changed",
        [AuditKind.GroupRemoved] = "group.removed",

        [AuditKind.RuleAdded] = "rule.added",
        [AuditKind.RuleChanged] = "rule.changed",
        [AuditKind.RuleRemoved] = "rule.removed",
        [AuditKind.RulesApplied] = "rule.applied",
        [AuditKind.AccessRequested] = "access.requested",
        [AuditKind.AccessGranted] = "access.granted",
        [AuditKind.AccessDenied] = "access.denied",
        [AuditKind.AccessWithdrawn] = "access.withdrawn",
        [AuditKind.AccessEnded] = "access.ended",

        [AuditKind.CredentialAdded] = "credential.added",
        [AuditKind.CredentialChanged] = "credential.changed",
        [AuditKind.CredentialBound] = "credential.bound",
        [AuditKind.CredentialUnbound] = "credential.unbound",
        [AuditKind.CredentialRotated] = "credential.rotated",
        [AuditKind.CredentialUsed] = "credential.used",
        [AuditKind.CredentialSuspended] = "credential.suspended",
        [AuditKind.CredentialConfirmed] = "credential.confirmed",
        [AuditKind.CredentialRemoved] = "credential.removed",
        [AuditKind.SecretsRewrapped] = "secrets.rewrapped",

        [AuditKind.ShellOpened] = "shell.opened",
        [AuditKind.ShellRefused] = "shell.refused",
        [AuditKind.ShellFailed] = "shell.failed",
        [AuditKind.ShellEnded] = "shell.ended",
        [AuditKind.ShellEndedByOther] = "shell.ended-by-other",
        [AuditKind.ShellDetached] = "shell.detached",
        [AuditKind.ShellAttached] = "shell.attached",
        [AuditKind.ShellTakenOver] = "shell.taken-over",
        [AuditKind.ShellWatched] = "shell.watched",
        [AuditKind.ShellWatchEnded] = "shell.watch-ended",
        [AuditKind.ShellRenamed] = "shell.renamed",

        [AuditKind.HostKeyPinned] = "host-key.pinned",
        [AuditKind.HostKeyRefused] = "host-key.refused",
        [AuditKind.HostKeyReplaced] = "host-key.replaced",
        [AuditKind.HostKeyRemoved] = "host-key.removed",
        [AuditKind.HostKeyRevoked] = "host-key.revoked",
        [AuditKind.HostKeysImported] = "host-key.imported",

        [AuditKind.MachineAdded] = "machine.added",
        [AuditKind.MachineChanged] = "machine.changed",
        [AuditKind.MachinesLabelled] = "machine.labelled",
        [AuditKind.MachinesRemoved] = "machine.removed",
        [AuditKind.MachinesBroughtBack] = "machine.brought-back",
        [AuditKind.MachinesImported] = "machine.imported",
        [AuditKind.MachineSourceSaved] = "machine-source.saved",
        [AuditKind.MachineSourceRemoved] = "machine-source.removed",

        [AuditKind.PortalStarted] = "portal.started",
        [AuditKind.PortalStopped] = "portal.stopped",
        [AuditKind.AuditExported] = "audit.exported",
        [AuditKind.AuditCleared] = "audit.cleared",
        [AuditKind.AuditBroken] = "audit.broken",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, AuditKind> Kinds = Names.ToFrozenDictionary(name => name.Value, name => name.Key);

    /// <summary>Every name.</summary>
    public static IEnumerable<string> All => Kinds.Keys;

    /// <summary>The name of a kind, e.g. <c>host-key.pinned</c>.</summary>
    public static string NameOf(AuditKind kind) => Names[kind];

    /// <summary>The kind of that name; null: this version knows none.</summary>
    public static AuditKind? Find(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
