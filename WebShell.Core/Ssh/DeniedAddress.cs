using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace WebShell.Core.Ssh;

/// <summary>A network, or one port in it, that is never dialled.</summary>
public sealed record DeniedAddress(IPNetwork Network, int? Port)
{
    /// <summary>Reads <c>ADDRESS</c>, <c>ADDRESS/PREFIX</c> or <c>ADDRESS:PORT</c> (IPv6 with a port in brackets).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DeniedAddress? denied)
    {
        denied = null;
        if (IPAddress.TryParse(text, out var address) && !text.StartsWith('['))
        {
            denied = new DeniedAddress(new IPNetwork(address, address.GetAddressBytes().Length * 8), null);
        }
        else if (IPNetwork.TryParse(text, out var network))
        {
            denied = new DeniedAddress(network, null);
        }
        else if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0)
        {
            denied = new DeniedAddress(new IPNetwork(endpoint.Address, endpoint.Address.GetAddressBytes().Length * 8), endpoint.Port);
        }

        return denied is not null;
    }

    public bool Covers(IPEndPoint target) => (Port is null || Port == target.Port) && Network.Contains(target.Address);
}
