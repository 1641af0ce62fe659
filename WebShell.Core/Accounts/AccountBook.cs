using System.Net;
using Microsoft.Extensions.Logging;
using WebShell.Core.Access;

namespace WebShell.Core.Accounts;

/// <summary>
/// All accounts in memory: who somebody is, is asked for every act, so it must cost nothing. A change is decided on what is there,
/// written, and only then seen; one at a time. Thread-safe singleton; other nodes' changes arrive within 2 s (<see cref="AccountFollower"/>).
/// </summary>
public sealed partial class AccountBook(IAccountTable table, ILogger<AccountBook> logger) : IPeople, IDisposable
{
    /// <summary>Another node that writes all the time would otherwise keep this one from it for ever.</summary>
    private const int MaxTries = 5;

    private readonly SemaphoreSlim _changing = new(1);
    private volatile AccountSet? _now;

    /// <summary>Who people are has changed: accounts or groups, not who signed in. Raised from any thread, after <see cref="Now"/> has it.</summary>
    public event Action? Changed;

    /// <summary>Every account at this moment; none before they were read.</summary>
    public AccountSet Now => _now ?? AccountSet.Empty;

    public IReadOnlyList<PortalUser> All => Now.People;

    /// <summary>The person as they are now; null: there is no such account, or it is disabled.</summary>
    /// <param name="id">The account's.</param>
    /// <param name="from">Where what they do comes from.</param>
    public PortalUser? UserOf(string id, IPAddress? from) => Find(id) is { } person ? person with { From = from } : null;

    public PortalUser? Find(string id) => Now.Person(id);

    /// <summary>Changes what the decision says; nothing where it says null.</summary>
    /// <param name="decide">The change, from what is there. Asked again when another node was faster; may throw, and then nothing is written.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="AccountException">It cannot be written; the message is for the person.</exception>
    public async Task<AccountSet> ChangeAsync(Func<AccountSet, ValueTask<AccountChange?>> decide, CancellationToken cancellationToken)
    {
        AccountChange? change;
        var sawOthers = false;
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var now = _now ??= await table.ReadAsync(cancellationToken);
                change = await decide(now);
                if (change is null)
                {
                    break;
                }

                // From here on it happens: half a write that nobody hears of would be worse than a late answer.
                if (await table.WriteAsync(change, now, CancellationToken.None))
                {
                    _now = now.With(change);
                    break;
                }

                if (tries == MaxTries)
                {
                    throw new AccountException("The accounts are being changed by others all the time; nothing was changed. Try again.");
                }

                _now = await table.ReadAsync(cancellationToken);
                sawOthers = true;
            }
        }
        finally
        {
            _changing.Release();
        }

        // What another node wrote meanwhile is known now too, and nobody would tell of it again.
        if (sawOthers || change is { ConcernsRights: true })
        {
            Tell();
        }

        return Now;
    }

    /// <summary>Reads what is new in the table; the first time, everything.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_now is not null && await table.ReadRevisionAsync(cancellationToken) == Now.Revision)
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

        Tell();
    }

    public void Dispose() => _changing.Dispose();

    private void Tell() => Changed.Tell(e => Log.ListenerFailed(logger, e));

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "Somebody who follows the accounts failed on a change")]
        public static partial void ListenerFailed(ILogger logger, Exception e);
    }
}
