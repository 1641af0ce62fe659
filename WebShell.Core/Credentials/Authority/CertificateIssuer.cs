using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>
/// Makes a key for one sign-in, in memory only, and has it signed: for one login, from where the portal is, for a terminal and nothing
/// else, for minutes. What comes back is compared with what was ordered.
/// </summary>
public sealed class CertificateIssuer(ICertificateSigner signer, IOptions<CertificateAuthorityOptions> options, TimeProvider time)
{
    /// <summary>What a machine's <c>credential</c> says to be signed in to this way.</summary>
    public const string CredentialName = "certificate";

    private const string SourceAddress = "source-address";
    private const string PermitPty = "permit-pty";
    private const int MaxKeyIdCharacters = 128;

    // An authority reckons with its own clock, and in whole seconds or minutes.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>The same, with somebody else to sign.</summary>
    internal CertificateIssuer With(ICertificateSigner other) => new(other, options, time);

    /// <param name="login">The login; the only principal.</param>
    /// <param name="keyId"><c>user/session</c>; characters that would spoil a log line are left out.</param>
    /// <param name="machine">The machine, to find out from which address the portal reaches it; null when it is reached through another one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CertificateSigningException">There is no certificate; the message is for a person.</exception>
    public async Task<PrivateKeyCredential> IssueAsync(string login, string keyId, IPEndPoint? machine, CancellationToken cancellationToken)
    {
        using var key = EcdsaKey.Create();
        var now = time.GetUtcNow();
        var order = new CertificateOrder
        {
            PublicKey = EcdsaKey.PublicBlob(key),
            KeyId = string.Concat(keyId.Where(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '@').Take(MaxKeyIdCharacters)),
            Principal = login,
            SourceAddresses = Sources(machine),
            ValidFrom = now - options.Value.Backdate,
            ValidUntil = now + options.Value.Lifetime,
        };
        var credential = Read(key.ExportECPrivateKeyPem(), await signer.SignAsync(order, cancellationToken));
        return Excess(credential.Certificate!, order) is { } excess
            ? throw new CertificateSigningException($"The certificate authority signed something else than was ordered: {excess}. It was not used.")
            : credential;
    }

    private static PrivateKeyCredential Read(string key, string certificate)
    {
        try
        {
            return new PrivateKeyCredential(key, passphrase: null, certificate);
        }
        catch (ArgumentException e)
        {
            throw new CertificateSigningException("The certificate authority answered with something that is not a user certificate.", e);
        }
    }

    /// <summary>What the certificate allows beyond the order, in words; null when nothing.</summary>
    private static string? Excess(UserCertificate signed, CertificateOrder order) =>
        !signed.KeyBlob.AsSpan().SequenceEqual(order.PublicKey) ? "it is for another key"
        : signed.Principals is not [var principal] || principal != order.Principal ? $"its principals are {Listed(signed.Principals)} and not {order.Principal} alone"
        : signed.ValidUntil > order.ValidUntil + ClockTolerance ? $"it is valid until {signed.ValidUntil.UtcDateTime:u}"
        : signed.CriticalOptions.GetValueOrDefault(SourceAddress) != order.SourceAddressList ? $"it is not bound to the addresses {order.SourceAddressList} ({SourceAddress})"
        : signed.Extensions.FirstOrDefault(extension => extension != PermitPty) is { } extension ? $"it permits {extension}"
        : signed.Extensions.Count == 0 ? $"it does not permit a terminal ({PermitPty})"
        : null;

    private static string Listed(IReadOnlyList<string> principals) => principals.Count == 0 ? "none, which means all," : string.Join(", ", principals);

    private IReadOnlyList<string> Sources(IPEndPoint? machine)
    {
        if (options.Value.SourceAddresses.Count > 0)
        {
            return [.. options.Value.SourceAddresses];
        }

        if (machine is null)
        {
            throw new CertificateSigningException(
                $"Behind a jump host the portal does not know from which address it is seen: set {CertificateAuthorityOptions.Section}:{nameof(CertificateAuthorityOptions.SourceAddresses)}.");
        }

        // Connecting a datagram socket sends nothing: it only chooses the way.
        using var way = new Socket(machine.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        way.Connect(machine);
        return [((IPEndPoint)way.LocalEndPoint!).Address.ToString()];
    }
}
