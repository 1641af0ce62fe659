using System.Numerics;
using System.Runtime.InteropServices;

namespace WebShell.Core.Access.Rules;

/// <summary>Some of the rules of one set, by their numbers in it.</summary>
internal sealed class RuleMask(int count)
{
    private const int Width = 64;

    private readonly ulong[] _bits = new ulong[(count + Width - 1) / Width];

    public void Add(int rule) => _bits[rule / Width] |= 1UL << (rule % Width);

    public void Add(RuleMask other)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    /// <summary>The numbers of those that both have, in order.</summary>
    public IEnumerable<int> And(RuleMask other)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var left = _bits[i] & other._bits[i]; left != 0; left &= left - 1)
            {
                yield return (i * Width) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    /// <summary>Of equal length for all masks of a set, and equal for equal ones.</summary>
    public string Key => new(MemoryMarshal.Cast<ulong, char>(_bits));
}
