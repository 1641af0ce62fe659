using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.Proxy;

/// <summary>The section <c>WebShell:SignIn:Proxy</c>: signing in by a header of a reverse proxy that has signed people in itself. Without a header there is none.</summary>
public sealed class ProxySignInOptions : VouchingOptions
{
    public const string Section = "WebShell:SignIn:Proxy";

    /// <summary>The header with the person's name, which the proxy sets itself on every request. Taken from <c>WebShell:TrustedProxies</c> only. Default: none.</summary>
    [MaxLength(64)]
    public string? Header { get; set; }

    /// <summary>The header with their groups. Default: none.</summary>
    [MaxLength(64)]
    public string? GroupsHeader { get; set; }

    /// <summary>What stands between two groups. Default a comma.</summary>
    [Required, MaxLength(1)]
    public string GroupsSeparator { get; set; } = ",";

    internal bool IsConfigured => Header is not null;
}

/// <summary>Names every value of <see cref="ProxySignInOptions"/> that is out of its bounds.</summary>
[OptionsValidator]
internal sealed partial class ProxySignInOptionsValidator : IValidateOptions<ProxySignInOptions>;

/// <summary>What the section must fulfil before the portal starts.</summary>
internal sealed class ProxySignInOptionsRules(IOptions<PortalOptions> portal) : IValidateOptions<ProxySignInOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxySignInOptions options)
    {
        if (!options.IsConfigured)
        {
            return ValidateOptionsResult.Success;
        }

        string[] mistakes =
        [
            .. new[] { options.Header!, options.GroupsHeader }.OfType<string>().Where(header => header.Length == 0 || !header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                .Select(header => $"{ProxySignInOptions.Section}:Header: '{header}' is no header's name; one looks like X-Remote-User."),
            .. portal.Value.TrustedProxies.Count > 0 ? Array.Empty<string>()
                : [$"{ProxySignInOptions.Section}:Header: name the proxies that may send it in {PortalOptions.Section}:TrustedProxies."],
            .. options.Mistakes(ProxySignInOptions.Section),
        ];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
