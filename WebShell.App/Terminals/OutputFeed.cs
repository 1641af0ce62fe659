using System.Runtime.InteropServices;
using Microsoft.JSInterop;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Terminals;

/// <summary>
/// Brings one session's output to its page: as many messages under way as the circuit's window allows, each acknowledged
/// to the viewer when xterm.js has parsed it. After a lost connection it goes on from what the page has. Dispatcher only.
/// </summary>
internal sealed class OutputFeed(ShellViewer viewer, OutputShare share, CircuitConnection connection, TimeProvider time)
{
    private readonly Queue<Task> _sends = new();
    private long _offset;
    private long _resumedAt = -1;
    private JSException? _refusal;
    private byte[] _head = [];
    private TerminalSize? _size;

    /// <summary>Runs until the output is complete and parsed, or <paramref name="closing"/>.</summary>
    /// <param name="resume">Tells the page that the connection is there; its answer is the offset up to which it has parsed.</param>
    /// <param name="page">The page's terminal.</param>
    /// <param name="closing">The view's own end.</param>
    public async Task RunAsync(IJSObjectReference page, Func<CancellationToken, ValueTask<long>> resume, CancellationToken closing)
    {
        while (true)
        {
            var present = await connection.UpAsync(closing);
            using var sending = CancellationTokenSource.CreateLinkedTokenSource(present, closing);
            try
            {
                await ResumeAsync(resume, sending.Token);
                await SendAllAsync(page, sending);
                return;
            }
            catch (OperationCanceledException) when (!closing.IsCancellationRequested)
            {
                // The connection is gone, or the page refused a message: go on from what it has.
                share.Forget();
            }
            finally
            {
                await sending.CancelAsync();
                await Task.WhenAll(_sends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                _sends.Clear();
            }
        }
    }

    private async Task ResumeAsync(Func<CancellationToken, ValueTask<long>> resume, CancellationToken cancellationToken)
    {
        _offset = await resume(cancellationToken);
        _head = [];
        _size = null;
        if (_refusal is { } refusal && _offset <= _resumedAt)
        {
            throw refusal;
        }

        _refusal = null;
        _resumedAt = _offset;
        viewer.Acknowledge(_offset);
    }

    private async Task SendAllAsync(IJSObjectReference page, CancellationTokenSource sending)
    {
        var cancellationToken = sending.Token;
        while (true)
        {
            // Room first, output after: what comes meanwhile goes into the same message.
            await share.RoomAsync(cancellationToken);
            var chunk = await viewer.ReadAsync(_offset + _head.Length, CircuitOutputWindow.MaxMessageBytes - Utf8Boundary.MaxTail, cancellationToken);
            if (chunk.IsEmpty)
            {
                Send(page, _head, sending);
                await Task.WhenAll(_sends);
                return;
            }

            if (chunk.Offset > _offset + _head.Length)
            {
                chunk = await SkipAsync(page, chunk, cancellationToken);
            }

            await FollowSizeAsync(page, chunk, cancellationToken);
            SendCharacters(page, chunk.Data, sending);
        }
    }

    // Old output is shown in the size it was printed for, or its lines would break elsewhere.
    private async Task FollowSizeAsync(IJSObjectReference page, OutputChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Offset < viewer.LiveFrom && chunk.Size is { } size && size != _size)
        {
            await page.InvokeVoidAsync("resizeTo", cancellationToken, size.Columns, size.Rows);
            _size = size;
        }
    }

    // The bytes in between have left the buffer: the page says so, and goes on at the beginning of a character.
    private async Task<OutputChunk> SkipAsync(IJSObjectReference page, OutputChunk chunk, CancellationToken cancellationToken)
    {
        var orphans = Utf8Boundary.OrphanedHead(chunk.Data.Span);
        await page.InvokeVoidAsync("skip", cancellationToken, chunk.Offset + orphans, chunk.Preamble.ToArray());
        _offset = chunk.Offset + orphans;
        _head = [];
        return new OutputChunk(_offset, chunk.Data[orphans..]) { Size = chunk.Size };
    }

    // The first bytes of a character wait for its last one, however long that takes: xterm.js would not show them either.
    private void SendCharacters(IJSObjectReference page, ReadOnlyMemory<byte> data, CancellationTokenSource sending)
    {
        var all = _head.Length == 0 ? data : (byte[])[.. _head, .. data.Span];
        var tail = Utf8Boundary.IncompleteTail(all.Span);
        _head = tail == 0 ? [] : all[^tail..].ToArray();
        Send(page, WholeArray(all[..^tail]), sending);
    }

    private void Send(IJSObjectReference page, byte[] message, CancellationTokenSource sending)
    {
        if (message.Length == 0)
        {
            return;
        }

        while (_sends.TryPeek(out var oldest) && oldest.IsCompleted)
        {
            _sends.Dequeue();
        }

        var start = _offset;
        _offset += message.Length;
        share.Take(message.Length);
        _sends.Enqueue(SendAsync(page, start, message, sending));
    }

    private async Task SendAsync(IJSObjectReference page, long start, byte[] message, CancellationTokenSource sending)
    {
        var sent = time.GetTimestamp();
        try
        {
            // A token, and so no time-out: a hidden page may take minutes to parse.
            await page.InvokeVoidAsync("write", sending.Token, start, message);
        }
        catch (JSException e)
        {
            _refusal = e;
            await sending.CancelAsync();
        }

        sending.Token.ThrowIfCancellationRequested();
        share.Return(message.Length, time.GetElapsedTime(sent));
        viewer.Acknowledge(start + message.Length);
    }

    private static byte[] WholeArray(ReadOnlyMemory<byte> data) =>
        MemoryMarshal.TryGetArray(data, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : data.ToArray();
}
