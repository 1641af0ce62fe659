using System.Net;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>What each kind of authority needs; names everything that is missing.</summary>
internal sealed class CertificateAuthorityOptionsRules : IValidateOptions<CertificateAuthorityOptions>
{
    public ValidateOptionsResult Validate(string? name, CertificateAuthorityOptions options)
    {
        var mistakes = Mistakes(options).Select(mistake => $"{CertificateAuthorityOptions.Section}:{mistake}").ToArray();
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(CertificateAuthorityOptions options)
    {
        foreach (var source in options.SourceAddresses.Where(source => !IPAddress.TryParse(source, out _) && !IPNetwork.TryParse(source, out _)))
        {
            yield return $"{nameof(options.SourceAddresses)}: \"{source}\" is neither an address nor a network like 10.1.0.0/16.";
        }

        if (options.Kind is AuthorityKind.None or AuthorityKind.BuiltIn)
        {
            yield break;
        }

        // A certificate order is worth a sign-in: never over a line that others can read or answer.
        if (options.Address is not { IsAbsoluteUri: true } address || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            yield return $"{nameof(options.Address)} must be an https url.";
        }

        if (options.RootFile is { } roots && !File.Exists(roots))
        {
            yield return $"{nameof(options.RootFile)}: there is no file {roots}.";
        }

        foreach (var (key, file) in options.Kind == AuthorityKind.Vault
            ? new[] { (nameof(options.VaultRole), options.VaultRole), (nameof(options.VaultTokenFile), options.VaultTokenFile) }
            : [(nameof(options.StepProvisioner), options.StepProvisioner), (nameof(options.StepKeyId), options.StepKeyId), (nameof(options.StepKeyFile), options.StepKeyFile)])
        {
            if (string.IsNullOrWhiteSpace(file))
            {
                yield return $"{key} is needed for {options.Kind}.";
            }
            else if (key.EndsWith("File", StringComparison.Ordinal) && !File.Exists(file))
            {
                yield return $"{key}: there is no file {file}.";
            }
        }
    }
}
