using System.Runtime.CompilerServices;

namespace WebShell.Core.Vt;

/// <summary>The columns at which a tabulator stops, from 0; every eighth, until set otherwise.</summary>
internal struct VtTabStops
{
    public const int Distance = 8;
    public const int MaxColumns = 1024;

    private Bits _bits;

    public static VtTabStops Every8(int columns)
    {
        var stops = default(VtTabStops);
        for (var column = 0; column < columns; column += Distance)
        {
            stops[column] = true;
        }

        return stops;
    }

    public bool this[int column]
    {
        readonly get => (uint)column < MaxColumns && (_bits[column >> 6] & (1UL << column)) != 0;
        set
        {
            if ((uint)column < MaxColumns)
            {
                var bit = 1UL << column;
                _bits[column >> 6] = value ? _bits[column >> 6] | bit : _bits[column >> 6] & ~bit;
            }
        }
    }

    public readonly int Next(int column, int columns)
    {
        do
        {
            column++;
        }
        while (!this[column] && column < columns);
        return Math.Min(column, columns - 1);
    }

    public readonly int Previous(int column, int columns)
    {
        do
        {
            column--;
        }
        while (!this[column] && column > 0);
        return Math.Clamp(column, 0, columns - 1);
    }

    public void Clear() => this = default;

    /// <summary>The terminal has this many columns now: the distances go on from the last stop.</summary>
    public void Resize(int columns)
    {
        for (var column = this[columns] ? columns : Previous(columns, columns); column < columns; column += Distance)
        {
            this[column] = true;
        }
    }

    public readonly bool AreSame(in VtTabStops other, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            if (this[column] != other[column])
            {
                return false;
            }
        }

        return true;
    }

    [InlineArray(MaxColumns / 64)]
    private struct Bits
    {
        private ulong _first;
    }
}
