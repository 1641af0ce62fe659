using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WebShell.App.Security;

/// <summary>Which circuit belongs to whom, and how many there are. Thread-safe singleton; bounded by <see cref="CircuitLimits"/>.</summary>
internal sealed class CircuitBook(IOptions<CircuitLimits> limits, EdgeMetrics metrics)
{
    /// <summary>
    /// A user's circuits whose pages are away, as a multiple of <see cref="CircuitLimits.PerUser"/>. Every reload leaves one behind for
    /// the retention time, so they must not use up the share of the pages that are open; without any bound one user could fill the node.
    /// </summary>
    private const int MaxAwayFactor = 10;

    private readonly Lock _gate = new();
    private readonly HashSet<CircuitEntry> _entries = [];
    private readonly Dictionary<string, CircuitEntry> _bySecret = [];

    /// <summary>How many circuits there are, those that wait for their browser to come back included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Enters a circuit that is about to start; null when the user or the node has as many as may be.</summary>
    public CircuitEntry? TryEnter(string userId, string connectionId)
    {
        var entry = new CircuitEntry(userId) { ConnectionId = connectionId };
        lock (_gate)
        {
            var own = _entries.Where(other => other.UserId == userId).ToArray();
            if (_entries.Count(other => other.IsConnected) >= limits.Value.PerNode
                || own.Count(other => other.IsConnected) >= limits.Value.PerUser
                || own.Length >= limits.Value.PerUser * MaxAwayFactor)
            {
                return null;
            }

            _entries.Add(entry);
        }

        metrics.CircuitsChanged(1);
        return entry;
    }

    /// <summary>The circuit has started; whoever shows this secret means it.</summary>
    public void Started(CircuitEntry entry, string secret)
    {
        lock (_gate)
        {
            if (_entries.Contains(entry))
            {
                _bySecret[entry.SecretHash = Hash(secret)] = entry;
            }
        }
    }

    /// <summary>Whether the circuit of that secret was started by this user. One nobody knows belongs to nobody.</summary>
    public bool IsOwner(string userId, string secret)
    {
        lock (_gate)
        {
            return _bySecret.TryGetValue(Hash(secret), out var entry) && entry.UserId == userId;
        }
    }

    /// <summary>The circuit of that secret is carried by this connection from now on.</summary>
    public void CameBack(string secret, string connectionId)
    {
        lock (_gate)
        {
            if (_bySecret.TryGetValue(Hash(secret), out var entry))
            {
                entry.ConnectionId = connectionId;
            }
        }
    }

    /// <summary>A connection has ended; a circuit that another one carries by now stays as it is.</summary>
    public void WentAway(string connectionId)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Where(entry => entry.ConnectionId == connectionId))
            {
                entry.ConnectionId = null;
            }
        }
    }

    /// <summary>The circuit is gone, or never came to be.</summary>
    public void Remove(CircuitEntry entry)
    {
        lock (_gate)
        {
            if (!_entries.Remove(entry))
            {
                return;
            }

            if (entry.SecretHash is { } hash)
            {
                _bySecret.Remove(hash);
            }
        }

        metrics.CircuitsChanged(-1);
    }

    // The secrets themselves are not kept: what is read from this table opens nothing.
    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>One circuit in the book.</summary>
internal sealed class CircuitEntry(string userId)
{
    private static readonly AsyncLocal<CircuitEntry?> StartingHere = new();

    /// <summary>The one whose services are being made in this flow of calls: how a circuit's own services find their entry.</summary>
    public static CircuitEntry? Starting { get => StartingHere.Value; set => StartingHere.Value = value; }

    public string UserId { get; } = userId;

    public string? SecretHash { get; set; }

    /// <summary>The connection that carries it; null while its page is away.</summary>
    public string? ConnectionId { get; set; }

    public bool IsConnected => ConnectionId is not null;

    /// <summary>The circuit's services know of it, so its end will be told.</summary>
    public bool IsWatched { get; set; }
}
