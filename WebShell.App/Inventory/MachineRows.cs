using System.Collections;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// The rows of the table: sections with their heads and machines. A row is made when it is asked for, so that an answer of a hundred
/// thousand costs what is in sight of it.
/// </summary>
public sealed class MachineRows : IList<MachineRow>, IReadOnlyList<MachineRow>
{
    private readonly MachineSection[] _sections;
    private readonly int[] _starts;

    public MachineRows(IEnumerable<MachineSection> sections)
    {
        _sections = [.. sections.Where(section => section.Rows > 0)];
        _starts = new int[_sections.Length + 1];
        for (var i = 0; i < _sections.Length; i++)
        {
            _starts[i + 1] = _starts[i] + _sections[i].Rows;
        }
    }

    public static MachineRows None { get; } = new([]);

    public int Count => _starts[^1];

    bool ICollection<MachineRow>.IsReadOnly => true;

    public MachineRow this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            var at = Array.BinarySearch(_starts, index);
            at = at < 0 ? ~at - 1 : at;
            var section = _sections[at];
            var machine = index - _starts[at] - (section.Title is null ? 0 : 1);
            return new MachineRow(index, section, machine < 0 ? null : section.Machines[machine]);
        }
    }

    MachineRow IList<MachineRow>.this[int index]
    {
        get => this[index];
        set => throw new NotSupportedException();
    }

    /// <summary>The nearest row of a machine at that index or behind it (before it when <paramref name="step"/> is negative); −1: there is none.</summary>
    public int Machine(int index, int step)
    {
        for (index = Math.Clamp(index, 0, Math.Max(Count - 1, 0)); index >= 0 && index < Count; index += step)
        {
            if (this[index].Vm is not null)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The row of that machine, in that section if it is there; −1: it is not in sight.</summary>
    public int IndexOf(string? slug, string? sectionKey)
    {
        var found = -1;
        for (var at = 0; slug is not null && at < _sections.Length; at++)
        {
            if (_sections[at].IsClosed || (found >= 0 && _sections[at].Key != sectionKey))
            {
                continue;
            }

            var machine = IndexOf(_sections[at].Machines, slug);
            if (machine >= 0)
            {
                found = _starts[at] + machine + (_sections[at].Title is null ? 0 : 1);
            }
        }

        return found;
    }

    public IEnumerator<MachineRow> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<MachineRow>.CopyTo(MachineRow[] array, int arrayIndex)
    {
        foreach (var row in this)
        {
            array[arrayIndex++] = row;
        }
    }

    bool ICollection<MachineRow>.Contains(MachineRow item) => ((IList<MachineRow>)this).IndexOf(item) >= 0;

    int IList<MachineRow>.IndexOf(MachineRow item) => item.Index < Count && this[item.Index] == item ? item.Index : -1;

    void ICollection<MachineRow>.Add(MachineRow item) => throw new NotSupportedException();

    void ICollection<MachineRow>.Clear() => throw new NotSupportedException();

    bool ICollection<MachineRow>.Remove(MachineRow item) => throw new NotSupportedException();

    void IList<MachineRow>.Insert(int index, MachineRow item) => throw new NotSupportedException();

    void IList<MachineRow>.RemoveAt(int index) => throw new NotSupportedException();

    private static int IndexOf(IReadOnlyList<Vm> machines, string slug)
    {
        for (var i = 0; i < machines.Count; i++)
        {
            if (machines[i].Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>One row: a section's head, or one of its machines.</summary>
/// <param name="Index">From the top.</param>
/// <param name="Section">Where it belongs.</param>
/// <param name="Vm">Null: it is the head.</param>
public readonly record struct MachineRow(int Index, MachineSection Section, Vm? Vm);
