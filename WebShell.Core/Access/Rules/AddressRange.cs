using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>Addresses in CIDR form, or one address. IPv4 is IPv4 however it is written: <c>::ffff:10.0.0.1</c> is 10.0.0.1, and <c>::/0</c> is IPv6 only.</summary>
internal sealed class AddressRange
{
    private const int MappedBits = 96;

    private readonly IPNetwork _network;

    private AddressRange(IPNetwork network) => _network = network;

    public bool Contains(IPAddress address) => _network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : WithoutScope(address));

    /// <summary>The range, or the sentence that names what is wrong with it.</summary>
    public static (AddressRange? Range, string? Mistake) Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var literal = slash < 0 ? text : text[..slash];

        // Address is strict: 127.1 and 010.0.0.1 are addresses to IPAddress.
        if (VmValidation.Address(literal) is not null || !IPAddress.TryParse(literal, out var address))
        {
            return (null, $"{VmValidation.Quoted(text)} is not an address range (10.0.0.0/8, 2001:db8::/32) or an address.");
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            return (null, $"{VmValidation.Quoted(text)}: the number behind '/' must be 0 to {bits}.");
        }

        if (address.IsIPv4MappedToIPv6)
        {
            if (prefix < MappedBits)
            {
                return (null, $"{VmValidation.Quoted(text)} is partly IPv4 and partly IPv6: name two ranges.");
            }

            (address, prefix) = (address.MapToIPv4(), prefix - MappedBits);
        }

        var first = First(address, prefix);
        return first.Equals(address)
            ? (new AddressRange(new IPNetwork(address, prefix)), null)
            : (null, $"{VmValidation.Quoted(text)} does not begin a range: {first}/{prefix} or {address} is meant.");
    }

    private static IPAddress First(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(prefix - (8 * i), 0, 8));
        }

        return new IPAddress(bytes);
    }

    private static IPAddress WithoutScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
}
