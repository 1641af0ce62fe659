using Microsoft.Extensions.Logging;

namespace WebShell.Core.Requests;

/// <summary>
/// All requests for access, in memory. A change is decided on what is there, written, and only then seen; one at a time, so that two who answer
/// at once cannot both. Thread-safe singleton; other nodes' changes arrive within 2 s (<see cref="RequestKeeper"/>).
/// </summary>
public sealed partial class RequestBook(IRequestTable table, TimeProvider time, ILogger<RequestBook> logger) : IDisposable
{
    /// <summary>Settled ones beyond so many are forgotten, the oldest first; the audit log keeps what was done.</summary>
    public const int MaxKept = 1000;

    /// <summary>For so long settled ones are kept at most.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>Another node that writes all the time would otherwise keep this one from it for ever.</summary>
    private const int MaxTries = 5;

    private readonly SemaphoreSlim _changing = new(1);
    private volatile StoredRequests _now = StoredRequests.None;

    /// <summary>Something was asked, answered or is over; from any thread, after <see cref="Now"/> has it.</summary>
    public event Action? Changed;

    public StoredRequests Now => _now;

    /// <summary>Reads what is new in the table.</summary>
    /// <exception cref="RequestException">It cannot be read; what is known goes on counting.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (await table.ReadEditionAsync(cancellationToken) == Now.Edition)
        {
            return;
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            _now = await table.ReadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }

        Changed.Tell(e => Log.ListenerFailed(logger, e));
    }

    /// <summary>Writes what the decision says; nothing where it says none.</summary>
    /// <param name="decide">Requests that are new or other than before. Asked again when another node was faster; may throw, and then nothing is written.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    public async Task ChangeAsync(Func<StoredRequests, CancellationToken, ValueTask<IReadOnlyList<AskedAccess>>> decide, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var now = Now;
                var put = await decide(now, cancellationToken);
                if (put.Count == 0)
                {
                    return;
                }

                var removed = Old(now);

                // From here on it happens: half a write that nobody hears of would be worse than a late answer.
                if (await table.WriteAsync(put, removed, now.Edition, CancellationToken.None))
                {
                    _now = now.With(put, removed);
                    break;
                }

                if (tries == MaxTries)
                {
                    throw new RequestException("Requests are being changed by others all the time; nothing was changed. Try again.");
                }

                _now = await table.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _changing.Release();
        }

        Changed.Tell(e => Log.ListenerFailed(logger, e));
    }

    public void Dispose() => _changing.Dispose();

    private string[] Old(StoredRequests now)
    {
        var since = time.GetUtcNow() - KeptFor;
        return [.. now.All.Where(asked => !asked.IsOpen).Where((asked, i) => i >= MaxKept || asked.AskedAt < since).Select(asked => asked.Id)];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Somebody who follows the requests for access failed on a change.")]
        public static partial void ListenerFailed(ILogger logger, Exception exception);
    }
}
