
namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A key that a machine showed and that was refused because it is not the pinned one, or because none is.</summary>
/// <param name="VmName">What the machine's pins go by.</param>
/// <param name="Address">Where it answered.</param>
/// <param name="Key">What it showed.</param>
/// <param name="At">When, last.</param>
public sealed record RefusedHostKey(string VmName, string Address, HostKey Key, DateTimeOffset At);

/// <summary>The last refused key of each machine, of at most <see cref="MaxKept"/> machines; the oldest are forgotten, as all are at a restart. Thread-safe.</summary>
public sealed class RefusedHostKeys
{
    public const int MaxKept = 1000;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RefusedHostKey> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal RefusedHostKeys(TimeProvider time) => _time = time;

    /// <summary>One was refused, or decided on; from any thread.</summary>
    public event Action? Changed;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RefusedHostKey> ToList()
    {
        lock (_gate)
        {
            return [.. _byName.Values.OrderByDescending(refused => refused.At)];
        }
    }

    internal void Add(string vmName, string address, HostKey key)
    {
        lock (_gate)
        {
            _byName[vmName] = new RefusedHostKey(vmName, address, key, _time.GetUtcNow());
            if (_byName.Count > MaxKept)
            {
                _byName.Remove(_byName.Values.MinBy(refused => refused.At)!.VmName);
            }
        }

        Changed?.Invoke();
    }

    internal void Forget(string vmName)
    {
        bool isGone;
        lock (_gate)
        {
            isGone = _byName.Remove(vmName);
        }

        if (isGone)
        {
            Changed?.Invoke();
        }
    }
}
