using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>Who signs short-lived user certificates (section <c>WebShell:CertificateAuthority</c>), for machines with <c>credential: certificate</c>.</summary>
public sealed class CertificateAuthorityOptions
{
    public const string Section = "WebShell:CertificateAuthority";

    /// <summary>Default <see cref="AuthorityKind.None"/>.</summary>
    public AuthorityKind Kind { get; set; }

    /// <summary>How long a certificate is valid; it is used at once. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:05:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How far before now it begins to be valid, for clocks that go slow. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Backdate { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the portal's own authority keeps its sealed key; relative to the data directory. Default <c>user-ca.sealed</c>, made when it is first needed.</summary>
    [Required]
    public string KeyFile { get; set; } = "user-ca.sealed";

    /// <summary>Addresses and networks (<c>10.1.2.3</c>, <c>10.1.0.0/16</c>) that machines see the portal, or its jump hosts, come from. Default: the address the portal reaches the machine from, which is wrong behind address translation and through a jump host.</summary>
    public IList<string> SourceAddresses { get; set; } = [];

    /// <summary>Time for the authority to answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The authority's url, for Vault and step-ca. Default: none.</summary>
    public Uri? Address { get; set; }

    /// <summary>A PEM file with the root certificates that the authority's own TLS certificate must lead to. Default: those the system trusts.</summary>
    public string? RootFile { get; set; }

    /// <summary>Where Vault has its SSH engine. Default <c>ssh</c>.</summary>
    [RegularExpression("[A-Za-z0-9_/-]+")]
    public string VaultMount { get; set; } = "ssh";

    /// <summary>The role of Vault's SSH engine. Default: none.</summary>
    public string? VaultRole { get; set; }

    /// <summary>A file with Vault's token, read for every certificate. Default: none.</summary>
    public string? VaultTokenFile { get; set; }

    /// <summary>The name of step-ca's JWK provisioner. Default: none.</summary>
    public string? StepProvisioner { get; set; }

    /// <summary>The id of the provisioner's key (<c>kid</c>). Default: none.</summary>
    public string? StepKeyId { get; set; }

    /// <summary>A file with the provisioner's private key, ECDSA P-256 in PEM. Default: none.</summary>
    public string? StepKeyFile { get; set; }

    internal string KeyPath => Path.GetFullPath(KeyFile);
}

/// <summary>Names every mistake in the annotated options.</summary>
[OptionsValidator]
public sealed partial class CertificateAuthorityOptionsAnnotations : IValidateOptions<CertificateAuthorityOptions>;

/// <summary>Who signs.</summary>
public enum AuthorityKind
{
    /// <summary>Nobody: machines with <c>credential: certificate</c> cannot be signed in to.</summary>
    None,

    /// <summary>The portal itself.</summary>
    BuiltIn,

    /// <summary>HashiCorp Vault's SSH secrets engine.</summary>
    Vault,

    /// <summary>Smallstep's step-ca.</summary>
    StepCa,
}
