using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebShell.Core.Audit;

/// <summary>
/// Writes events one after another (singleton): those that come while a write is under way go together in the next one. While the database
/// does not answer they go to the spool, which is on the disk too, and from there, once and in order, to the database when it is back.
/// </summary>
public sealed partial class AuditLog(IAuditTable table, AuditSpool spool, TimeProvider time, ILogger<AuditLog> logger) : IAuditLog, IHostedService, IAsyncDisposable
{
    /// <summary>Events that wait to be written; at the bound the next one is refused.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>Events of one write.</summary>
    public const int MaxTogether = 500;

    /// <summary>A database that takes longer is down: a shell that is being opened waits for its event, and is to be refused or there within three seconds.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks whether the database is back.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>Between two lines of the log that name the head.</summary>
    private static readonly TimeSpan HeadInterval = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task? _writing;
    private volatile bool _isBehind;
    private AuditLink _head = AuditLink.None;
    private (AuditLink Head, DateTimeOffset At) _told;

    /// <summary>The database does not answer, so events wait in the spool.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Something was written to the database; from the writer, handlers must not throw or block.</summary>
    public event Action? Written;

    public async ValueTask WriteAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(AuditEntry.Of(what, time.GetUtcNow()));
        if (!_waiting.Writer.TryWrite(waiting))
        {
            throw new AuditException(cause: null);
        }

        Begin();
        await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What an earlier run left in the spool is written first.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isBehind = !spool.IsEmpty;
        if (_isBehind)
        {
            Begin();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last of all: what ends while the portal stops is written too.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopped.CancelAsync();
        try
        {
            await (_writing ?? Task.CompletedTask).WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            Log.StoppedLate(logger);
        }

        TellHead(always: true);
    }

    private void Begin()
    {
        lock (_gate)
        {
            _writing ??= Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(MaxTogether);
        Task<bool>? more = null;
        while (true)
        {
            more ??= _waiting.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            if (_isBehind && !more.IsCompleted)
            {
                await Task.WhenAny(more, Task.Delay(RetryInterval, time, _stopped.Token));
                await CatchUpAsync();
                if (!more.IsCompleted && !_stopped.IsCancellationRequested)
                {
                    continue;
                }
            }

            if (!await more)
            {
                return;
            }

            more = null;
            batch.Clear();
            while (batch.Count < MaxTogether && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        AuditEntry[] entries = [.. batch.Select(waiting => waiting.Entry)];
        Exception? fault = null;
        if (_isBehind || !await TryAppendAsync(entries, mayBeThere: false))
        {
            fault = Spool(entries);
        }

        foreach (var waiting in batch)
        {
            if (fault is null)
            {
                waiting.Done.SetResult();
            }
            else
            {
                waiting.Done.SetException(new AuditException(fault));
            }
        }
    }

    private Exception? Spool(AuditEntry[] entries)
    {
        try
        {
            spool.Append(entries);
            if (!_isBehind)
            {
                _isBehind = true;
                Log.Behind(logger);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Lost(logger, entries.Length, e);
            return e;
        }
    }

    // A crash, or a commit whose answer was lost, may have left some of them there already.
    private async Task CatchUpAsync()
    {
        try
        {
            var all = spool.Read();
            foreach (var portion in all.Chunk(MaxTogether))
            {
                if (!await TryAppendAsync(portion, mayBeThere: true))
                {
                    return;
                }
            }

            spool.Clear();
            _isBehind = false;
            Log.CaughtUp(logger, all.Count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRead(logger, e);
        }
    }

    private async Task<bool> TryAppendAsync(AuditEntry[] entries, bool mayBeThere)
    {
        try
        {
            // On a thread of its own: SQLite waits for its lock without giving the thread back. What comes of a write that was given up is
            // seen when it is tried again, since each event has an id of its own.
            using var late = new CancellationTokenSource(WriteLimit);
            _head = await Task.Run(() => table.AppendAsync(entries, mayBeThere, late.Token), late.Token).WaitAsync(WriteLimit);
        }
        catch (Exception e)
        {
            // Whatever it is, the event is kept: in the spool.
            Log.NotAppended(logger, e);
            return false;
        }

        TellHead(always: false);
        Raise();
        return true;
    }

    private void TellHead(bool always)
    {
        var now = time.GetUtcNow();
        if (_head != _told.Head && _head != AuditLink.None && (always || now - _told.At >= HeadInterval || now.UtcDateTime.Date != _told.At.UtcDateTime.Date))
        {
            _told = (_head, now);
            Log.Head(logger, _head.Number, _head.Hash);
        }
    }

    private void Raise()
    {
        try
        {
            Written?.Invoke();
        }
        catch (Exception e)
        {
            Log.ListenerFailed(logger, e);
        }
    }

    private sealed class Waiting(AuditEntry entry)
    {
        public AuditEntry Entry => entry;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Information, "The audit log ends with event {Number}, {Hash}.")]
        public static partial void Head(ILogger logger, long number, string hash);

        [LoggerMessage(6002, LogLevel.Error, "The database does not take audit events; they wait on the disk.")]
        public static partial void Behind(ILogger logger);

        [LoggerMessage(6003, LogLevel.Information, "The database takes audit events again: {Count} that waited are written.")]
        public static partial void CaughtUp(ILogger logger, int count);

        [LoggerMessage(6004, LogLevel.Critical, "{Count} audit events could be written neither to the database nor to the disk; what they are about does not happen.")]
        public static partial void Lost(ILogger logger, int count, Exception exception);

        [LoggerMessage(6005, LogLevel.Warning, "Audit events were not appended.")]
        public static partial void NotAppended(ILogger logger, Exception exception);

        [LoggerMessage(6006, LogLevel.Error, "The audit events that wait on the disk cannot be read.")]
        public static partial void NotRead(ILogger logger, Exception exception);

        [LoggerMessage(6007, LogLevel.Error, "A listener of the audit log failed.")]
        public static partial void ListenerFailed(ILogger logger, Exception exception);

        [LoggerMessage(6008, LogLevel.Error, "The audit log was still writing when the portal stopped.")]
        public static partial void StoppedLate(ILogger logger);
    }
}
