using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.OpenId;

/// <summary>What the section <c>WebShell:SignIn:Oidc</c> must fulfil before the portal starts; every mistake is named, and no secret in it.</summary>
internal sealed class OidcOptionsRules(IHostEnvironment environment) : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        string[] mistakes = options.IsConfigured ? [.. Mistakes(options), .. options.Mistakes(OidcOptions.Section)]
            : options.ClientId is null ? []
            : [$"{OidcOptions.Section}:Authority: name the provider's issuer, as in https://login.example.com/realms/ops."];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Whether something may be asked of that address: by https, and on a developer's own machine also by plain http.</summary>
    public static bool IsSafe(Uri address, IHostEnvironment environment) =>
        address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && environment.IsDevelopment()));

    private IEnumerable<string> Mistakes(OidcOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Query.Length + authority.Fragment.Length > 0 || !IsSafe(authority, environment))
        {
            yield return $"{OidcOptions.Section}:Authority: '{options.Authority}' is not the https address of a provider; one looks like https://login.example.com/realms/ops.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{OidcOptions.Section}:ClientId: name what the provider knows this portal by.";
        }

        if (options is { ClientSecretFile: not null, ClientSecretVariable: not null })
        {
            yield return $"{OidcOptions.Section}:ClientSecretFile: either that or {OidcOptions.Section}:ClientSecretVariable, not both.";
        }

        if (SecretMistake(options) is { } mistake)
        {
            yield return mistake;
        }

        if (options.Scopes.Any(scope => scope.Length == 0 || scope.Any(c => c is <= ' ' or > '~' or '"' or '\\')))
        {
            yield return $"{OidcOptions.Section}:Scopes: each entry is one scope, without spaces (RFC 6749, section 3.3).";
        }

        if (AccountNames.DisplayName(options.ButtonText) is not null)
        {
            yield return $"{OidcOptions.Section}:ButtonText: it has visible characters only.";
        }
    }

    private static string? SecretMistake(OidcOptions options)
    {
        if (options.ClientSecretFile is null && options.ClientSecretVariable is null)
        {
            return null;
        }

        try
        {
            return string.IsNullOrEmpty(options.ReadSecret())
                ? options.ClientSecretFile is { } empty
                    ? $"{OidcOptions.Section}:ClientSecretFile: '{empty}' has nothing in its first line."
                    : $"{OidcOptions.Section}:ClientSecretVariable: the environment has no {options.ClientSecretVariable}."
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{OidcOptions.Section}:ClientSecretFile: '{options.ClientSecretFile}' cannot be read: {e.Message}";
        }
    }
}
