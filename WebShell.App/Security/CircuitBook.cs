using System.Net;
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
    private readonly Dictionary<string, UserShare> _byUser = [];
    private readonly Dictionary<string, List<CircuitEntry>> _byConnection = [];
    private int _connected;

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
    public CircuitEntry? TryEnter(string userId, string connectionId, IQueryCollection? query = null, IPAddress? from = null)
    {
        var entry = new CircuitEntry(userId) { Query = query, From = from };
        lock (_gate)
        {
            var share = _byUser.GetValueOrDefault(userId);
            if (_connected >= limits.Value.PerNode || share.Connected >= limits.Value.PerUser || share.Circuits >= limits.Value.PerUser * MaxAwayFactor)
            {
                return null;
            }

            _entries.Add(entry);
            Change(userId, circuits: 1, connected: 0);
            Attach(entry, connectionId);
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
                Detach(entry);
                Attach(entry, connectionId);
            }
        }
    }

    /// <summary>A connection has ended; a circuit that another one carries by now stays as it is.</summary>
    public void WentAway(string connectionId)
    {
        lock (_gate)
        {
            foreach (var entry in _byConnection.GetValueOrDefault(connectionId, []).ToArray())
            {
                Detach(entry);
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

            Detach(entry);
            Change(entry.UserId, circuits: -1, connected: 0);
            if (entry.SecretHash is { } hash)
            {
                _bySecret.Remove(hash);
            }
        }

        metrics.CircuitsChanged(-1);
    }

    private void Attach(CircuitEntry entry, string connectionId)
    {
        entry.ConnectionId = connectionId;
        Change(entry.UserId, circuits: 0, connected: 1);
        if (!_byConnection.TryGetValue(connectionId, out var carried))
        {
            _byConnection.Add(connectionId, carried = []);
        }

        carried.Add(entry);
    }

    private void Detach(CircuitEntry entry)
    {
        if (entry.ConnectionId is not { } connectionId)
        {
            return;
        }

        entry.ConnectionId = null;
        Change(entry.UserId, circuits: 0, connected: -1);
        var carried = _byConnection[connectionId];
        carried.Remove(entry);
        if (carried.Count == 0)
        {
            _byConnection.Remove(connectionId);
        }
    }

    private void Change(string userId, int circuits, int connected)
    {
        var share = _byUser.GetValueOrDefault(userId);
        share = new UserShare(share.Circuits + circuits, share.Connected + connected);
        _connected += connected;
        if (share.Circuits == 0)
        {
            _byUser.Remove(userId);
        }
        else
        {
            _byUser[userId] = share;
        }
    }

    // The secrets themselves are not kept: what is read from this table opens nothing.
    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>How many circuits a user has, and how many of them are connected.</summary>
    private readonly record struct UserShare(int Circuits, int Connected);
}

/// <summary>One circuit in the book.</summary>
internal sealed class CircuitEntry(string userId)
{
    private static readonly AsyncLocal<CircuitEntry?> StartingHere = new();

    /// <summary>The one whose services are being made in this flow of calls: how a circuit's own services find their entry.</summary>
    public static CircuitEntry? Starting { get => StartingHere.Value; set => StartingHere.Value = value; }

    public string UserId { get; } = userId;

    /// <summary>What its page said of itself in the address of its first connection.</summary>
    public IQueryCollection? Query { get; init; }

    /// <summary>Where that connection came from.</summary>
    public IPAddress? From { get; init; }

    public string? SecretHash { get; set; }

    /// <summary>The connection that carries it; null while its page is away. Set by the book.</summary>
    public string? ConnectionId { get; set; }

    /// <summary>The circuit's services know of it, so its end will be told.</summary>
    public bool IsWatched { get; set; }
}
