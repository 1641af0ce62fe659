using System.Runtime.CompilerServices;

namespace WebShell.Core.Vt;

/// <summary>
/// The numbers of one control sequence, each with its sub-parameters behind colons: at most 32 of either, what comes behind
/// is dropped, as xterm.js does (Params.ts). A missing number is 0, a missing sub-parameter -1.
/// </summary>
internal sealed class VtParameters
{
    public const int Max = 32;

    private Numbers _numbers;
    private Numbers _subs;
    private Ends _subEnds;
    private int _subCount;
    private bool _rejects;
    private bool _rejectsSubs;
    private bool _digitIsSub;

    public int Count { get; private set; }

    public int this[int index] => _numbers[index];

    /// <summary>The number at <paramref name="index"/>, or one where it is missing or zero.</summary>
    public int CountAt(int index) => index < Count && _numbers[index] != 0 ? _numbers[index] : 1;

    public ReadOnlySpan<int> SubsOf(int index)
    {
        var from = index == 0 ? 0 : _subEnds[index - 1];
        return ((ReadOnlySpan<int>)_subs)[from.._subEnds[index]];
    }

    public void Clear()
    {
        Count = 0;
        _subCount = 0;
        _rejects = _rejectsSubs = _digitIsSub = false;
        Add();
    }

    /// <summary>One of the characters 0–9, <c>:</c> and <c>;</c>.</summary>
    public void Put(int character)
    {
        switch (character)
        {
            case ';':
                Add();
                break;
            case ':':
                AddSub();
                break;
            default:
                AddDigit(character - '0');
                break;
        }
    }

    private void Add()
    {
        _digitIsSub = false;
        if (Count == Max)
        {
            _rejects = true;
            return;
        }

        _numbers[Count] = 0;
        _subEnds[Count++] = (byte)_subCount;
    }

    private void AddSub()
    {
        _digitIsSub = true;
        if (_rejects || _subCount == Max)
        {
            _rejectsSubs = true;
            return;
        }

        _subs[_subCount++] = -1;
        _subEnds[Count - 1]++;
    }

    private void AddDigit(int digit)
    {
        if (_rejects || (_digitIsSub && (_rejectsSubs || _subCount == 0)))
        {
            return;
        }

        ref var number = ref _digitIsSub ? ref _subs[_subCount - 1] : ref _numbers[Count - 1];
        number = number < 0 ? digit : (int)Math.Min(((long)number * 10) + digit, int.MaxValue);
    }

    [InlineArray(Max)]
    private struct Numbers
    {
        private int _first;
    }

    [InlineArray(Max)]
    private struct Ends
    {
        private byte _first;
    }
}
