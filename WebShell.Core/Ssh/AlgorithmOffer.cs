namespace WebShell.Core.Ssh;

/// <summary>What is offered to one machine, each list in order of preference, in the names of RFC 4253.</summary>
public sealed record AlgorithmOffer(string KeyExchange, string HostKeys, string UserSignatures, string Ciphers, string Macs)
{
    /// <param name="keyTypes">The types of host key to accept, because pins have them; all when there are none.</param>
    /// <param name="allowsLegacy">An administrator said that this machine has nothing newer: SHA-1 and CBC after everything else.</param>
    /// <param name="withGcm">AES-GCM was seen to be checked.</param>
    public static AlgorithmOffer For(IReadOnlyList<string> keyTypes, bool allowsLegacy, bool withGcm)
    {
        string And(string modern, string legacy) => allowsLegacy ? $"{modern},{legacy}" : modern;
        return new AlgorithmOffer(
            And(SshAlgorithms.KeyExchange, SshAlgorithms.LegacyKeyExchange),
            OfTypes(And(SshAlgorithms.Signatures, SshAlgorithms.LegacySignatures), keyTypes),
            And(SshAlgorithms.UserSignatures, SshAlgorithms.LegacySignatures),
            And(SshAlgorithms.Ciphers(withGcm), SshAlgorithms.LegacyCiphers),
            And(SshAlgorithms.Macs, SshAlgorithms.LegacyMacs));
    }

    // RSA keys sign in several ways, and their type has the name of the oldest (RFC 8332).
    private static string OfTypes(string signatures, IReadOnlyList<string> keyTypes) => keyTypes.Count == 0
        ? signatures
        : string.Join(',', signatures.Split(',').Where(algorithm =>
            keyTypes.Contains(algorithm.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm)));
}
