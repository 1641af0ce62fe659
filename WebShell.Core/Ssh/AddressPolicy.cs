using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// Which addresses may be dialled: never link-local (cloud metadata included), multicast, broadcast, unspecified or a
/// configured one; loopback only where the inventory entry means it. IPv4 inside IPv6 is judged as IPv4.
/// </summary>
internal sealed class AddressPolicy(IOptions<SshOptions> options)
{
    private static readonly IPNetwork[] NeverDialled =
    [
        IPNetwork.Parse("0.0.0.0/8"), // "this network", RFC 1122; Linux takes it for the local machine
        IPNetwork.Parse("169.254.0.0/16"), // link-local, RFC 3927; 169.254.169.254 hands out cloud credentials
        IPNetwork.Parse("224.0.0.0/3"), // multicast, reserved, broadcast
        IPNetwork.Parse("::/128"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fec0::/10"), // site-local, RFC 3879
        IPNetwork.Parse("ff00::/8"),
    ];

    // The last 32 bits of these are an IPv4 address: compatible (RFC 4291), NAT64 (RFC 6052).
    private static readonly IPNetwork[] CarriesIPv4 = [IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96")];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    private readonly DeniedAddress[] _configured = [.. options.Value.DeniedAddresses.Select(Parse)];

    /// <summary>Why the target may not be dialled, as the end of a sentence; null when it may.</summary>
    public string? Refusal(IPEndPoint target, bool allowLoopback)
    {
        var judged = new IPEndPoint(Embedded(target.Address), target.Port);
        if (IPAddress.IsLoopback(judged.Address) || IPAddress.IsLoopback(target.Address))
        {
            if (!allowLoopback)
            {
                return "it is the portal's own machine (loopback)";
            }
        }
        else if (NeverDialled.Any(network => network.Contains(judged.Address)))
        {
            return "it lies in a range that is never dialled (link-local, multicast, broadcast or unspecified)";
        }

        return _configured.Any(denied => denied.Covers(judged) || denied.Covers(target)) ? "the portal's configuration denies it" : null;
    }

    /// <summary>Keeps the addresses that may be dialled.</summary>
    /// <exception cref="ShellException">None is left (<see cref="ShellFailureReason.AddressDenied"/>).</exception>
    public IReadOnlyList<IPEndPoint> Filter(SshTarget target, IEnumerable<IPAddress> addresses)
    {
        var allowed = new List<IPEndPoint>();
        var refusal = "";
        foreach (var endpoint in addresses.Select(address => new IPEndPoint(Unmapped(address), target.Port)))
        {
            if (Refusal(endpoint, target.AllowLoopback) is { } why)
            {
                refusal = $"The address {endpoint.Address} of {target.VmName} may not be reached: {why}. Ask an administrator to correct the machine's entry.";
            }
            else
            {
                allowed.Add(endpoint);
            }
        }

        return allowed.Count > 0 ? allowed : throw new ShellException(ShellFailureReason.AddressDenied, refusal);
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Unmapped(address);
        }

        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
        {
            return new IPAddress(bytes.AsSpan(2, 4));
        }

        var isOwn = address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any);
        return !isOwn && CarriesIPv4.Any(network => network.Contains(address)) ? new IPAddress(bytes.AsSpan(12, 4)) : address;
    }

    private static DeniedAddress Parse(string entry) => DeniedAddress.TryParse(entry, out var denied)
        ? denied
        : throw new OptionsValidationException(nameof(SshOptions.DeniedAddresses), typeof(SshOptions), [$"'{entry}' is not an address."]);
}
