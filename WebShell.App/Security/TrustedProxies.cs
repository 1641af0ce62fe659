using System.Net;
using Microsoft.Extensions.Options;

namespace WebShell.App.Security;

/// <summary>The proxies whose word about a request counts: those that are configured, and nobody by being near; loopback is an address like any other. Immutable.</summary>
internal sealed class TrustedProxies(IOptions<PortalOptions> options)
{
    /// <summary>Who comes by a socket of the file system and so has no address.</summary>
    public const string Unix = "unix";

    /// <summary>Proxies behind each other; what stands further left is not looked at.</summary>
    private const int MaxHops = 16;

    private readonly IPNetwork[] _networks = [.. options.Value.TrustedProxies.Select(NetworkOf).OfType<IPNetwork>()];
    private readonly bool _trustsUnix = options.Value.TrustedProxies.Contains(Unix);

    /// <summary>The network that is written so; null: none, or one of everybody.</summary>
    public static IPNetwork? NetworkOf(string text) =>
        // "10" is an address too (0.0.0.10), and not what anybody means.
        IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || address.ToString() == text)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;

    /// <summary>Whether that is the address of one.</summary>
    /// <param name="peer">Of the connection; null: it has none.</param>
    public bool Contains(IPAddress? peer) => peer is null ? _trustsUnix : _networks.Any(network => network.Contains(Plain(peer)));

    /// <summary>Where a request comes from that a trusted proxy passed on: of the addresses that proxies added one after the other, the last that is not one of them.</summary>
    /// <param name="peer">Of the connection.</param>
    /// <param name="forwarded">The values of <c>X-Forwarded-For</c>; what the sender wrote there itself stands left of what the first trusted proxy added.</param>
    public IPAddress? ClientOf(IPAddress? peer, IEnumerable<string?> forwarded)
    {
        var client = peer;
        foreach (var hop in string.Join(',', forwarded).Split(',').AsEnumerable().Reverse().Take(MaxHops))
        {
            if (!Contains(client) || !IPEndPoint.TryParse(hop.Trim(), out var address))
            {
                break;
            }

            client = Plain(address.Address);
        }

        return client;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
