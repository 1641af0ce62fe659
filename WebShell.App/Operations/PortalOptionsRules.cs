using Microsoft.Extensions.Options;
using WebShell.App.Security;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary>What the section <c>WebShell</c> and its surroundings must fulfil before the portal starts; every mistake is named.</summary>
internal sealed class PortalOptionsRules(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<PortalOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        string[] mistakes = [.. DataDirectoryMistakes(options), .. OriginMistakes(options), .. ProxyMistakes(options), .. ProductionMistakes(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> DataDirectoryMistakes(PortalOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            return ["WebShell:DataDirectory: it is empty; name a folder."];
        }

        try
        {
            _ = new DataDirectory(options.DataDirectory);
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [$"WebShell:DataDirectory: '{options.DataDirectory}' cannot be used: {e.Message}"];
        }
    }

    private static IEnumerable<string> OriginMistakes(PortalOptions options) => options.PublicOrigins
        .Where(origin => !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0))
        .Select(origin => $"WebShell:PublicOrigins: '{origin}' is not an origin; one looks like https://shell.example.com or http://127.0.0.1:5080.");

    private static IEnumerable<string> ProxyMistakes(PortalOptions options) => options.TrustedProxies
        .Where(proxy => proxy != TrustedProxies.Unix && TrustedProxies.NetworkOf(proxy) is null)
        .Select(proxy => $"WebShell:TrustedProxies: '{proxy}' is neither an address nor a network, or it is everybody; one looks like 10.0.0.5, 10.0.1.0/24 or unix.");

    private IEnumerable<string> ProductionMistakes(PortalOptions options)
    {
        if (environment.IsDevelopment())
        {
            yield break;
        }

        if (options.PublicOrigins.Count == 0)
        {
            yield return "WebShell:PublicOrigins: name at least one origin under which browsers reach the portal, as in https://shell.example.com.";
        }

        if (configuration[PublicOrigins.AllowedHostsKey] is { } hosts && hosts.Contains('*'))
        {
            yield return "AllowedHosts: '*' lets any host name in; name the hosts, or leave it out: those of WebShell:PublicOrigins are allowed.";
        }
    }
}
