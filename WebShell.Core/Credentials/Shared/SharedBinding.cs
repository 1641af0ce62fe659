namespace WebShell.Core.Credentials.Shared;

/// <summary>One machine that a shared credential may be used on, as it was when somebody confirmed it. With another address or host key it is not used there.</summary>
public sealed class SharedBinding
{
    public const int MaxSlug = 253;
    public const int MaxAddress = 320;
    public const int MaxPrints = 1024;

    public required Guid CredentialId { get; init; }

    /// <summary>The machine, whatever it is called now.</summary>
    public required string Slug { get; init; }

    /// <summary>Host and port, as the inventory has them.</summary>
    public required string Address { get; init; }

    /// <summary>The SHA-256 prints of its pinned host keys, a line each.</summary>
    public required string Prints { get; init; }

    public required DateTimeOffset ConfirmedAt { get; init; }

    public required string ConfirmedBy { get; init; }

    internal bool Has(string print) => Prints.Split('\n').Contains(print, StringComparer.Ordinal);
}

/// <summary>Whether a credential may be used on one of its machines, and else what is to be looked at.</summary>
public enum BindingState
{
    Confirmed,

    /// <summary>It came to match after the machines were confirmed.</summary>
    NewMachine,
    AddressChanged,
    HostKeyChanged,

    /// <summary>Nothing is pinned for it, so there is nothing to bind to.</summary>
    NoHostKey,
}
