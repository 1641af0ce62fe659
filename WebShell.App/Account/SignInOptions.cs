using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WebShell.App.Account.OpenId;
using WebShell.App.Account.Proxy;

namespace WebShell.App.Account;

/// <summary>The section <c>WebShell:SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "WebShell:SignIn";

    /// <summary>A sign-in that nobody used for this long is over. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>A sign-in this old is over, used or not. Default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan AbsoluteLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether signing out ends the user's shells; if not, they stay for their grace time. Default true.</summary>
    public bool SignOutEndsShells { get; set; } = true;

    /// <summary>Whether people may sign in with what the portal itself keeps: password, authenticator, passkey. Links from the console work in any case. Default true.</summary>
    public bool Local { get; set; } = true;
}

/// <summary>Names every value of <see cref="SignInOptions"/> that is out of its bounds.</summary>
[OptionsValidator]
internal sealed partial class SignInOptionsValidator : IValidateOptions<SignInOptions>;

/// <summary>Somebody must be able to come in.</summary>
internal sealed class SignInOptionsRules(IOptions<OidcOptions> oidc, IOptions<ProxySignInOptions> proxy) : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options) => options.Local || oidc.Value.IsConfigured || proxy.Value.IsConfigured
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{SignInOptions.Section}:Local: with false nobody could sign in; set {OidcOptions.Section}:Authority or {ProxySignInOptions.Section}:Header first.");
}
