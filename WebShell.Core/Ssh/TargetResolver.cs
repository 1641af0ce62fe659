using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>Turns a target into the addresses that may be dialled; what is checked here is what is dialled.</summary>
internal sealed class TargetResolver(INameLookup names, AddressPolicy policy, IOptions<SshOptions> options)
{
    private const int MaxAddresses = 8;

    /// <summary>
    /// For a machine behind a jump host, which looks the name up and connects: an address in its entry is judged as if it were
    /// dialled here. What a name means there cannot be known here.
    /// </summary>
    /// <exception cref="ShellException">The address is denied (<see cref="ShellFailureReason.AddressDenied"/>).</exception>
    public void CheckBehindJump(SshTarget target)
    {
        if (target.Literal is { } literal)
        {
            _ = policy.Filter(target, [literal]);
        }
    }

    /// <exception cref="ShellException">Not resolved, or no address may be dialled.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(SshTarget target, CancellationToken cancellationToken)
    {
        var addresses = target.Literal is { } literal ? [literal] : await LookUpAsync(target, cancellationToken);
        return [.. policy.Filter(target, addresses).Take(MaxAddresses)];
    }

    private async Task<IPAddress[]> LookUpAsync(SshTarget target, CancellationToken cancellationToken)
    {
        try
        {
            // The system's resolver cannot be interrupted everywhere: WaitAsync leaves it behind.
            var found = await names.FindAsync(target.Host, cancellationToken).WaitAsync(options.Value.ResolveTimeout, cancellationToken);
            return found.Length > 0 ? found : throw NotResolved(target, "has no address", null);
        }
        catch (SocketException e)
        {
            throw NotResolved(target, "was not found", e);
        }
        catch (TimeoutException e)
        {
            throw NotResolved(target, $"could not be looked up within {options.Value.ResolveTimeout.TotalSeconds:0.#} s", e);
        }
    }

    private static ShellException NotResolved(SshTarget target, string what, Exception? cause) => new(
        ShellFailureReason.NameNotResolved,
        $"The host name {target.Host} of {target.VmName} {what}. Check the machine's entry and the portal's name servers.",
        cause);
}
