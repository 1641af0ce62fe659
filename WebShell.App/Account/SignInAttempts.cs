using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WebShell.App.Account;

/// <summary>
/// Bounds the tries to sign in: in 5 minutes 5 wrong ones of one name from one address, and 50 from one address (IPv6: from one /64).
/// Who is above them is not let in with the right password either. A try counts until it turned out to be right, so many at once are no way around.
/// </summary>
internal sealed class SignInAttempts(TimeProvider time)
{
    /// <summary>Wrong tries of one name from one address within <see cref="Window"/>.</summary>
    public const int Limit = 5;

    /// <summary>Wrong tries from one address within <see cref="Window"/>.</summary>
    public const int AddressLimit = 50;

    /// <summary>What is not a name: tries with links.</summary>
    public const string Links = "\nlinks";

    /// <summary>Places that are counted at once; above it nobody new may try until some run out.</summary>
    private const int MaxCounted = 100_000;

    private const int MaxNameLength = 64;

    /// <summary>The time over which tries are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Network, string? Name), Count> _counts = new();

    /// <summary>Counts one try; false when there were too many.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="name">Whose; null: a passkey, which says only afterwards.</param>
    public bool TryOne(IPAddress? address, string? name)
    {
        var network = NetworkOf(address);
        if (!Of(network, name: null).TryOne(AddressLimit, time))
        {
            return false;
        }

        return name is null || Of(network, Short(name)).TryOne(Limit, time);
    }

    /// <summary>The try was right: it no longer counts.</summary>
    public void WasRight(IPAddress? address, string? name)
    {
        var network = NetworkOf(address);
        Of(network, name: null).TakeBack();
        if (name is not null)
        {
            Of(network, Short(name)).TakeBack();
        }
    }

    private Count Of(string network, string? name)
    {
        if (_counts.Count >= MaxCounted)
        {
            foreach (var (key, count) in _counts)
            {
                if (count.IsOver(time))
                {
                    _counts.TryRemove(key, out _);
                }
            }
        }

        return _counts.TryGetValue((network, name), out var known) ? known
            : _counts.Count >= MaxCounted ? Count.Full
            : _counts.GetOrAdd((network, name), _ => new Count(time.GetTimestamp()));
    }

    private static string Short(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength];

    private static string NetworkOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address ?? IPAddress.None;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

    private sealed class Count(long since)
    {
        public static readonly Count Full = new(0) { _isFull = true };

        private readonly Lock _gate = new();
        private bool _isFull;
        private long _since = since;
        private int _tries;

        public bool TryOne(int limit, TimeProvider time)
        {
            lock (_gate)
            {
                if (time.GetElapsedTime(_since) >= Window)
                {
                    (_since, _tries) = (time.GetTimestamp(), 0);
                }

                if (_isFull || _tries >= limit)
                {
                    return false;
                }

                _tries++;
                return true;
            }
        }

        public void TakeBack()
        {
            lock (_gate)
            {
                _tries = Math.Max(0, _tries - 1);
            }
        }

        public bool IsOver(TimeProvider time)
        {
            lock (_gate)
            {
                return time.GetElapsedTime(_since) >= Window;
            }
        }
    }
}
