using System.Buffers;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Bytes that wait for their socket, in order. Empty it holds no memory; its owner keeps its length bounded. Lives on one loop.</summary>
internal sealed class TunnelBuffer : IChannelOutput
{
    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, Length);

    public void Append(ReadOnlySpan<byte> data)
    {
        data.CopyTo(Reserve(data.Length));
        Commit(data.Length);
    }

    /// <summary>Room for so many bytes behind those that wait.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _end < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Length + count);
            Waiting.CopyTo(larger);
            Return();
            (_end, _start, _bytes) = (_end - _start, 0, larger);
        }

        return _bytes.AsSpan(_end, count);
    }

    /// <summary>So many of the reserved bytes were filled.</summary>
    public void Commit(int count) => _end += count;

    /// <summary>So many of the oldest bytes have gone.</summary>
    public void Remove(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    public void Clear()
    {
        Return();
        (_bytes, _start, _end) = ([], 0, 0);
    }

    // It carried somebody's encrypted bytes only, so it goes back as it is.
    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
