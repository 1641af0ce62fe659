using System.Net;
using WebShell.Core.Ssh;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A name service that knows one answer.</summary>
internal sealed class FixedNames(params string[] addresses) : INameLookup
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);
}
