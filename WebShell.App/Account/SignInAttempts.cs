using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace WebShell.App.Account;

/// <summary>Bounds the tries to sign in: 5 in 5 minutes from one address (IPv6: from one /64), right ones counted too.</summary>
internal sealed class SignInAttempts : IDisposable
{
    /// <summary>Tries per address within <see cref="Window"/>.</summary>
    public const int Limit = 5;

    /// <summary>The time over which tries are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(NetworkOf(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = Limit, Window = Window }));

    /// <summary>Counts one try; false when there were too many.</summary>
    public bool TryOne(IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static string NetworkOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }
}
