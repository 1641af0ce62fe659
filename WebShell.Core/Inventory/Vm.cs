namespace WebShell.Core.Inventory;

/// <summary>One machine of the inventory.</summary>
public sealed record Vm
{
    /// <summary>Its unique name: an RFC 1123 host name of at most 253 characters, usable in a url as it is.</summary>
    public required string Name { get; init; }

    /// <summary>What its urls, pinned host keys and favourites go by: a name it once had, which stays when it is renamed and is never another machine's. Default: its name.</summary>
    public string Slug
    {
        get => field ?? Name;
        init;
    }

    /// <summary>An IP literal or RFC 1123 host name.</summary>
    public required string Address { get; init; }

    /// <summary>Further addresses of the same machine, for people to read and search; it is dialled at <see cref="Address"/>.</summary>
    public IReadOnlyList<string> OtherAddresses { get; init; } = [];

    /// <summary>The SSH port, 1–65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>The user names one may sign in with, the usual one first; never empty.</summary>
    public required IReadOnlyList<string> Logins { get; init; }

    /// <summary>The machines it can be reached through, each by its name in the inventory and the usual one first; empty: it is dialled directly.</summary>
    public IReadOnlyList<string> Jumps { get; init; } = [];

    /// <summary>Labels as key → value, e.g. env → prod.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string OperatingSystem { get; init; } = "";

    public string Owner { get; init; } = "";

    /// <summary>What people wrote about it, as Markdown; hostile text until it is sanitised.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Pages about it, in the order they are shown.</summary>
    public IReadOnlyList<MachineLink> Links { get; init; } = [];

    /// <summary>The page of its console (hypervisor, BMC), http or https; null: none is known.</summary>
    public string? ConsoleUrl { get; init; }

    /// <summary><c>TrustOnFirstUse</c> or <c>PinnedOnly</c> for this machine, whatever its labels say; null: by its labels (<c>WebShell:HostKeys</c>).</summary>
    public string? HostKeyPolicy { get; init; }

    /// <summary>The name of the credential that signs in, or null: the person is asked for a password.</summary>
    public string? Credential { get; init; }

    /// <summary>True where a loopback address is meant (demo fleet, tests).</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Its SSH server has nothing newer than SHA-1 or CBC; its shells say so.</summary>
    public bool AllowsLegacyAlgorithms { get; init; }

    /// <summary>Where the entry came from, e.g. <c>demo fleet</c> or a file name.</summary>
    public string Source { get; init; } = "";

    /// <summary>The value of the label <c>env</c>, or an empty string.</summary>
    public string Environment => Labels.GetValueOrDefault("env", "");
}
