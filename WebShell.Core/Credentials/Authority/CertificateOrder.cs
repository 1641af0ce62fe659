namespace WebShell.Core.Credentials.Authority;

/// <summary>The user certificate that is wanted: for one login, from where the portal is, for a terminal and nothing else.</summary>
public sealed record CertificateOrder
{
    /// <summary>The public key to certify, as it travels (RFC 4253, 6.6).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>What the machine's log will show: <c>user/session</c>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The login; the only principal.</summary>
    public required string Principal { get; init; }

    /// <summary>Addresses or networks from which alone it may be used; never empty.</summary>
    public required IReadOnlyList<string> SourceAddresses { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>As the option <c>source-address</c> has it.</summary>
    internal string SourceAddressList => string.Join(',', SourceAddresses);
}
