using WebShell.Core.Shells;

namespace WebShell.App.Operations;

/// <summary>How this portal is set up, as far as it can be unsafe. The defaults are a safe one.</summary>
internal sealed record PostureFacts
{
    public bool IsDevelopment { get; init; }

    /// <summary>The origins under which browsers reach it.</summary>
    public IReadOnlyList<Uri> Origins { get; init; } = [];

    /// <summary>The addresses it listens on.</summary>
    public IReadOnlyList<Uri> Listening { get; init; } = [];

    public string AllowedHosts { get; init; } = "";

    /// <summary>The proxies whose word about where a request comes from is taken.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Those of them that are networks of more than a few computers.</summary>
    public IReadOnlyList<string> WideProxies { get; init; } = [];

    /// <summary>Whoever sends X-Forwarded-For is believed, proxy or not.</summary>
    public bool BelievesAnyForwarder { get; init; }

    public bool DemoRuns { get; init; }

    /// <summary>Files and folders that somebody else on this computer may read or write: keys, pins, the database.</summary>
    public IReadOnlyList<string> OpenFiles { get; init; } = [];

    /// <summary>The key that seals stored secrets lies in the folder of the database.</summary>
    public bool KeyLiesWithDatabase { get; init; }

    public HostKeyPolicy HostKeys { get; init; } = HostKeyPolicy.PinnedOnly;

    /// <summary>Machines for which old algorithms are allowed.</summary>
    public IReadOnlyList<string> LegacyMachines { get; init; } = [];

    /// <summary>Machines at a loopback address that may be dialled.</summary>
    public IReadOnlyList<string> LoopbackMachines { get; init; } = [];

    /// <summary>The database is PostgreSQL on another computer, without verified TLS.</summary>
    public bool DatabaseIsReachedInTheOpen { get; init; }

    /// <summary>A database server that no denied address keeps shells away from.</summary>
    public bool DatabaseMayBeDialled { get; init; }

    /// <summary>Administrators who sign in with a password alone.</summary>
    public IReadOnlyList<string> AdministratorsWithPasswordAlone { get; init; } = [];

    public bool SignOutEndsShells { get; init; } = true;

    public TimeSpan LongestSignIn { get; init; } = TimeSpan.FromHours(12);

    public int AuditDays { get; init; } = 400;

    /// <summary>Events wait on the disk, because the database does not take them.</summary>
    public bool AuditIsBehind { get; init; }

    /// <summary>Where the audit log's chain does not hold, as the last look at all of it found; the first of them, in a sentence.</summary>
    public string? AuditBreak { get; init; }

    /// <summary>The SQLite file lies in a file system that other computers share.</summary>
    public bool DatabaseIsShared { get; init; }

    /// <summary>Limits that are so wide that they limit nothing, each with its value.</summary>
    public IReadOnlyList<string> WideLimits { get; init; } = [];
}
