using WebShell.Core.Shells;

namespace WebShell.App.Operations;

/// <summary>Every unsafe setting with what it means and how it is changed; the worst first.</summary>
internal static class PostureRules
{
    private const int MaxNames = 5;

    public static IReadOnlyList<PostureFinding> Look(PostureFacts facts) => [.. All(facts).OrderBy(finding => finding.Weight)];

    private static IEnumerable<PostureFinding> All(PostureFacts facts)
    {
        if (facts.IsDevelopment)
        {
            yield return new("development", PostureWeight.Unsafe, "It runs in the environment Development",
                "Faults show their inner workings, whoever reads the console can sign in as an administrator, and plain http is accepted.",
                "Set ASPNETCORE_ENVIRONMENT=Production and WebShell:PublicOrigins.");
        }

        if (facts.Origins.Where(origin => origin.Scheme == Uri.UriSchemeHttp && !origin.IsLoopback).ToList() is { Count: > 0 } plain)
        {
            yield return new("plain-http", PostureWeight.Unsafe, $"Browsers reach it by plain http: {Names(plain)}",
                "Everybody on the way reads passwords, keys and terminals, and can type in them.",
                "Put TLS before it and name the https origin in WebShell:PublicOrigins.");
        }

        if (facts.Listening.Where(address => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback).ToList() is { Count: > 0 } open)
        {
            yield return new("listens-openly", PostureWeight.Unsafe, $"It listens without TLS on more than this computer: {Names(open)}",
                "Who reaches that port goes past the proxy that holds the certificate.",
                "Listen on 127.0.0.1 behind a proxy, or on https (ASPNETCORE_URLS).");
        }

        if (facts.AllowedHosts.Contains('*', StringComparison.Ordinal))
        {
            yield return new("any-host", PostureWeight.Unsafe, "AllowedHosts lets any host name in",
                "A page of somebody else that points its name here (DNS rebinding) is taken for ours.",
                "Leave AllowedHosts out: the names of WebShell:PublicOrigins are allowed.");
        }

        if (facts.BelievesAnyForwarder)
        {
            yield return new("any-forwarder", PostureWeight.Unsafe, "Whoever sends X-Forwarded-For is believed",
                "Everybody says where they come from: limits on tries, rules by address and the audit log's addresses mean nothing.",
                "Take ASPNETCORE_FORWARDEDHEADERS_ENABLED out of the environment.");
        }
        else if (facts.TrustedProxies.Count == 0 && facts.Listening.Count > 0 && facts.Listening.All(address => address.Scheme == Uri.UriSchemeHttp) && facts.Origins.Any(origin => origin.Scheme == Uri.UriSchemeHttps))
        {
            yield return new("behind-proxy", PostureWeight.Weak, "Behind its proxy everybody comes from one address",
                "The limit on tries of an address is everybody's together, rules by address cannot tell people apart, and the audit log has the proxy's address.",
                "Name the proxy in WebShell:TrustedProxies.");
        }

        if (facts.WideProxies.Count > 0)
        {
            yield return new("wide-proxies", PostureWeight.Weak, $"Whole networks are believed where a request comes from: {Names(facts.WideProxies)}",
                "Every computer there can pass for any address, and, with sign-in by a header, for any person.",
                "Name the proxies themselves in WebShell:TrustedProxies.");
        }

        if (facts.OpenFiles.Count > 0)
        {
            yield return new("open-files", PostureWeight.Unsafe, $"Others on this computer may read or change {Names(facts.OpenFiles)}",
                "They hold keys, pinned host keys, or the database: who reads the key opens stored secrets, who changes a pin can pose as a machine.",
                "chmod 700 for folders, 600 for files; they belong to the portal's user alone.");
        }

        if (facts.DatabaseIsReachedInTheOpen)
        {
            yield return new("database-in-the-open", PostureWeight.Unsafe, "The database on another computer is reached without verified TLS",
                "Somebody between can read it, change rules and accounts, and pose as the database.",
                "Add SSL Mode=VerifyFull and Root Certificate to WebShell:Storage:PostgreSql.");
        }

        if (facts.DatabaseMayBeDialled)
        {
            yield return new("database-may-be-dialled", PostureWeight.Weak, "Nothing keeps a machine's entry from naming the database server",
                "Who may edit machines can make the portal connect to its own database's port.",
                "Name the server in WebShell:Ssh:DeniedAddresses.");
        }

        if (facts.AdministratorsWithPasswordAlone.Count > 0)
        {
            yield return new("password-alone", PostureWeight.Unsafe, $"Administrators who sign in with a password alone: {Names(facts.AdministratorsWithPasswordAlone)}",
                "Who learns that password has the portal: people, rules, and so every machine.",
                "Each adds an authenticator or a passkey on the account page.");
        }

        if (facts.HostKeys == HostKeyPolicy.TrustOnFirstUse)
        {
            yield return new("first-use", PostureWeight.Weak, "Users may pin a machine's first host key",
                "Who stands between at the very first connection, and is not noticed when the print is compared, is trusted from then on.",
                "Set WebShell:HostKeys:Default to PinnedOnly and import a known_hosts file, or name the labels that matter in WebShell:HostKeys:PinnedOnly.");
        }

        if (facts.LegacyMachines.Count > 0)
        {
            yield return new("old-algorithms", PostureWeight.Weak, $"Old algorithms (SHA-1, CBC) are allowed for {Names(facts.LegacyMachines)}",
                "Connections to them may be read or changed by somebody with means.",
                "Update their sshd, then take allowLegacyAlgorithms from their entries.");
        }

        if (facts.LoopbackMachines.Count > 0 && !facts.DemoRuns)
        {
            yield return new("loopback", PostureWeight.Weak, $"The portal's own computer may be dialled: {Names(facts.LoopbackMachines)}",
                "A shell there is next to the portal's files and keys.",
                "Take allowLoopback from their entries.");
        }

        if (facts.KeyLiesWithDatabase)
        {
            yield return new("key-with-database", PostureWeight.Weak, "The key of stored secrets lies in the data directory, beside the database",
                "One backup of that folder holds the sealed secrets and what opens them.",
                "Point WebShell:Secrets:KeyFile to another place, and back it up apart.");
        }

        if (!facts.SignOutEndsShells)
        {
            yield return new("shells-outlive-sign-out", PostureWeight.Weak, "Signing out leaves shells open",
                "Who signs out on a shared computer leaves shells that run on for their grace time.",
                "Set WebShell:SignIn:SignOutEndsShells to true.");
        }

        if (facts.LongestSignIn > TimeSpan.FromHours(24))
        {
            yield return new("long-sign-in", PostureWeight.Weak, $"A sign-in lasts up to {facts.LongestSignIn.TotalHours:0} hours",
                "A stolen cookie works as long.",
                "Set WebShell:SignIn:AbsoluteLimit to 12:00:00.");
        }

        if (facts.DatabaseIsShared)
        {
            yield return new("shared-sqlite", PostureWeight.Unsafe, "The SQLite file lies in a file system that other computers share",
                "SQLite's locks do not hold there: two nodes, or one that was moved in a hurry, destroy the database, accounts and audit log with it.",
                "One node: put the data directory on a disk of its own. Several: name a server in WebShell:Storage:PostgreSql.");
        }

        if (facts.WideLimits.Count > 0)
        {
            yield return new("wide-limits", PostureWeight.Weak, $"Limits that limit nothing: {Names(facts.WideLimits)}",
                "A shell, a page or a guesser that nobody looks after goes on for as long as it likes.",
                "Take them out of the configuration; the defaults are in docs/configuration.md.");
        }

        if (facts.AuditBreak is { } broken)
        {
            yield return new("audit-broken", PostureWeight.Unsafe, "The chain of the audit log does not hold",
                $"Somebody changed the database past the portal, or it was restored from a backup. {broken}",
                "Look at Audit for all places, and compare with a copy that was exported before.");
        }

        if (facts.AuditDays < 180)
        {
            yield return new("short-audit", PostureWeight.Weak, $"Audit events are removed after {facts.AuditDays} days",
                "What is found out later can no longer be looked up; many rules (PCI DSS 10.5.1: a year) want more.",
                "Set WebShell:Audit:RetentionDays to 400.");
        }

        if (facts.AuditIsBehind)
        {
            yield return new("audit-behind", PostureWeight.Unsafe, "Audit events wait on this computer's disk",
                "The database does not take them; when the disk's share is full, nothing that must be audited happens any more.",
                "Look after the database; the log says why it does not answer.");
        }

        if (facts.DemoRuns)
        {
            yield return new("demo", PostureWeight.Note, "The demo fleet runs",
                "Throw-away machines on this computer with a known password.",
                "Configure an inventory, or start with --no-demo.");
        }
    }

    private static string Names<T>(IReadOnlyCollection<T> all) =>
        string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
}

/// <summary>How much a setting matters.</summary>
public enum PostureWeight
{
    /// <summary>Somebody who should not can get in.</summary>
    Unsafe,

    /// <summary>One defence fewer.</summary>
    Weak,

    /// <summary>Good to know.</summary>
    Note,
}

/// <summary>One unsafe setting.</summary>
/// <param name="Id">Stable; in the log.</param>
/// <param name="Weight">How much it matters.</param>
/// <param name="Title">What is so.</param>
/// <param name="Consequence">What it means.</param>
/// <param name="Change">What to do.</param>
public sealed record PostureFinding(string Id, PostureWeight Weight, string Title, string Consequence, string Change);
