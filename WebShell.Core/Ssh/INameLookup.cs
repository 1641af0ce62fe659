using System.Net;

namespace WebShell.Core.Ssh;

/// <summary>The name service: the addresses of a host name, in the order to try. What it says is not trusted: <see cref="AddressPolicy"/> judges each.</summary>
internal interface INameLookup
{
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name, or it could not be asked.</exception>
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The system's own.</summary>
internal sealed class SystemNameLookup : INameLookup
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
