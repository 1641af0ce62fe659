using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace WebShell.App.Security;

/// <summary>The origins under which browsers may reach the portal: what is configured, else (Development) what it listens on. Links are built from here, never from a Host header.</summary>
public sealed class PublicOrigins(IOptions<PortalOptions> options, IConfiguration configuration, IServer server)
{
    /// <summary>The framework's own key: further names, separated by semicolons, that a Host header may carry; <c>*</c> is for Development.</summary>
    internal const string AllowedHostsKey = "AllowedHosts";

    private readonly string[] _alsoHosts = (configuration[AllowedHostsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    private readonly Lazy<Uri[]> _all = new(() => options.Value.PublicOrigins is { Count: > 0 } configured
        ? [.. configured.Select(origin => new Uri(origin))]
        : Listening(server));

    /// <summary>The first one; meaningful once the server listens.</summary>
    public Uri First => _all.Value[0];

    /// <summary>A developer's own machine over plain http: browsers keep a Secure cookie from there only sometimes, so cookies go without.</summary>
    public bool IsPlain(IHostEnvironment environment) => environment.IsDevelopment() && First is { IsLoopback: true, Scheme: "http" };

    public IReadOnlyList<Uri> All => _all.Value;

    /// <summary>Whether an <c>Origin</c> header names one of them: scheme, host and port.</summary>
    public bool Contains(string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && origin![^1] != '/' && All.Any(own => IsSame(own, uri));

    /// <summary>The one that the person sees, by the host and port they asked for; else the first.</summary>
    public Uri Of(HostString host) => All.FirstOrDefault(own => IsHostOf(own, host)) ?? First;

    /// <summary>Whether an address lies under one of them.</summary>
    public bool IsBaseOf(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && All.Any(own => IsSame(own, uri));

    /// <summary>Whether a <c>Host</c> header names one of them, or a further host that the configuration allows.</summary>
    public bool HasHost(HostString host) =>
        host.HasValue
        && (All.Any(own => IsHostOf(own, host))
            || _alsoHosts.Any(name => name == "*" || string.Equals(name, host.Host, StringComparison.OrdinalIgnoreCase)));

    private static bool IsHostOf(Uri own, HostString host) =>
        string.Equals(own.Host, host.Host, StringComparison.OrdinalIgnoreCase) && own.Port == (host.Port ?? DefaultPort(own));

    private static int DefaultPort(Uri origin) => origin.Scheme == Uri.UriSchemeHttps ? 443 : 80;

    private static bool IsSame(Uri own, Uri other) =>
        own.Scheme == other.Scheme && own.Port == other.Port && string.Equals(own.Host, other.Host, StringComparison.OrdinalIgnoreCase) && other.UserInfo.Length == 0;

    private static Uri[] Listening(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var listening = addresses.Select(address => new Uri(address.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)));
        Uri[] own = [.. listening.SelectMany(WithLocalhost).Distinct()];
        return own.Length > 0 ? own : [new Uri("http://localhost")];
    }

    private static IEnumerable<Uri> WithLocalhost(Uri address)
    {
        yield return address;
        if (address.IsLoopback && address.Host != "localhost")
        {
            yield return new UriBuilder(address) { Host = "localhost" }.Uri;
        }
    }
}
