using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.OpenId;

/// <summary>The section <c>WebShell:SignIn:Oidc</c>: signing in by an OpenID provider. Without an authority there is none.</summary>
public sealed class OidcOptions : VouchingOptions
{
    public const string Section = "WebShell:SignIn:Oidc";

    /// <summary>The provider's issuer, exactly as it calls itself, https; <c>/.well-known/openid-configuration</c> below it says the rest. Default: none.</summary>
    public string? Authority { get; set; }

    /// <summary>What the provider knows the portal by. Its return address there is <c>/signin/oidc/callback</c> of the public origin, and <c>/signin/oidc/farewell</c> after signing out.</summary>
    [MaxLength(256)]
    public string? ClientId { get; set; }

    /// <summary>A file whose first line is the client's secret, read for every sign-in. Default: none, PKCE alone.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The environment variable with the client's secret, instead of a file. Default: none.</summary>
    public string? ClientSecretVariable { get; set; }

    /// <summary>What is asked for besides <c>openid</c>. Default <c>profile</c> and <c>email</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The claim of the ID token that becomes the sign-in name, in small letters, of who comes for the first time. Default <c>preferred_username</c>.</summary>
    [Required]
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>What is cut off that name's end, e.g. <c>@example.com</c>; who has another end gets no account. Default: nothing.</summary>
    [MaxLength(100)]
    public string? NameSuffix { get; set; }

    /// <summary>The claim of the ID token with the groups: a text or a list of texts. Default <c>groups</c>.</summary>
    [Required]
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>What stands on the button of the sign-in page. Default <c>Continue with company sign-in</c>.</summary>
    [Required, MaxLength(60)]
    public string ButtonText { get; set; } = "Continue with company sign-in";

    /// <summary>How much the provider's clock may be off, 0 to 2 minutes. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time for each answer of the provider, 1 to 30 seconds. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal bool IsConfigured => Authority is not null;

    /// <summary>The client's secret as it is now; null: there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal string? ReadSecret() => ClientSecretFile is { } file ? File.ReadLines(file).FirstOrDefault()
        : ClientSecretVariable is { } variable ? Environment.GetEnvironmentVariable(variable)
        : null;
}

/// <summary>Names every value of <see cref="OidcOptions"/> that is out of its bounds.</summary>
[OptionsValidator]
internal sealed partial class OidcOptionsValidator : IValidateOptions<OidcOptions>;
