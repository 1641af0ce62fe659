using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>A time when a shell could be opened on a machine.</summary>
/// <param name="At">When.</param>
/// <param name="Facts">What was agreed on.</param>
public sealed record PastOpening(DateTimeOffset At, ShellFacts Facts);

/// <summary>The last success on each of at most <see cref="MaxKept"/> machines since the start; what has not been used longest is forgotten. Thread-safe.</summary>
public sealed class LastOpenings
{
    public const int MaxKept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string VmName, PastOpening Opening)>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<(string VmName, PastOpening Opening)> _newestFirst = [];

    /// <summary>Null: there was none since the start.</summary>
    public PastOpening? Find(string vmName)
    {
        lock (_gate)
        {
            return _byName.TryGetValue(vmName, out var node) ? node.Value.Opening : null;
        }
    }

    internal void Note(string vmName, PastOpening opening)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(vmName, out var former))
            {
                if (former.Value.Opening.At >= opening.At)
                {
                    return; // told of by an older shell, or again
                }

                _newestFirst.Remove(former);
            }

            _byName[vmName] = _newestFirst.AddFirst((vmName, opening));
            if (_byName.Count > MaxKept)
            {
                _byName.Remove(_newestFirst.Last!.Value.VmName);
                _newestFirst.RemoveLast();
            }
        }
    }
}
