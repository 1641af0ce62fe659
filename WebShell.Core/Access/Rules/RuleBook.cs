using Microsoft.Extensions.Logging;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// The access rules that hold now, in memory. A change is decided on what is there, written, and only then holds; one at a time. Rules that
/// cannot be read change nothing: those read last go on, and before any were read nobody may do anything. Thread-safe singleton.
/// </summary>
public sealed partial class RuleBook(IRuleTable table, TimeProvider time, ILogger<RuleBook> logger) : IDisposable
{
    /// <summary>Another node that writes all the time would otherwise keep this one from it for ever.</summary>
    private const int MaxTries = 5;

    private readonly SemaphoreSlim _changing = new(1);
    private volatile State _state = new(StoredRules.None, RuleSet.Empty);

    /// <summary>Other rules hold from now on; from any thread, handlers must not throw or block.</summary>
    public event Action? Changed;

    /// <summary>What decides.</summary>
    public RuleSet Now => _state.Set;

    /// <summary>The same as they are kept.</summary>
    public StoredRules Stored => _state.Stored;

    /// <summary>The rule of a portal that nobody has written rules for: without it its first administrator could go nowhere.</summary>
    public static AccessRule First { get; } = new()
    {
        Id = "administrators-everywhere",
        Name = "Administrators everywhere",
        Effect = RuleEffect.Allow,
        Who = new RulePeople(IsEverybody: false, [], [RoleGroups.Of(PortalRole.Administrator)]),
        Logins = [LoginPattern.Any],
        What = RuleActivities.All & ~RuleActivities.NoRecording,
    };

    /// <summary>Reads the rules; where nobody has ever written any, writes the <see cref="First"/>.</summary>
    /// <exception cref="RuleException">They cannot be read, or not all of them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        if (Stored.Edition == 0)
        {
            await ChangeAsync(now => now.Edition > 0 ? now.Plain : [First], "WebShell", cancellationToken);
        }
    }

    /// <summary>Reads what another node wrote.</summary>
    /// <exception cref="RuleException">They cannot be read; what held before holds on.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (await table.ReadEditionAsync(cancellationToken) == Stored.Edition)
        {
            return;
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            Take(await table.ReadAsync(cancellationToken));
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Makes other rules of those that there are; nothing where they come to the same.</summary>
    /// <param name="decide">All rules as they shall be, from what is there. Asked again when another node was faster; may throw, and then nothing is written.</param>
    /// <param name="by">Who changes them.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="RuleException">They have mistakes, or cannot be written; the message is for the user.</exception>
    public Task<StoredRules> ChangeAsync(Func<StoredRules, IReadOnlyList<AccessRule>> decide, string by, CancellationToken cancellationToken) =>
        ChangeAsync((now, _) => ValueTask.FromResult(decide(now)), by, cancellationToken);

    /// <inheritdoc cref="ChangeAsync(Func{StoredRules, IReadOnlyList{AccessRule}}, string, CancellationToken)"/>
    public async Task<StoredRules> ChangeAsync(
        Func<StoredRules, CancellationToken, ValueTask<IReadOnlyList<AccessRule>>> decide, string by, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var now = Stored;
                var wanted = await decide(now, cancellationToken);
                var change = RuleDiff.Of(now.Plain, wanted);
                if (change.IsEmpty)
                {
                    return now;
                }

                var next = Next(now, change, by);
                var set = SetOf(next);

                // From here on it happens: half a write that nobody hears of would be worse than a late answer.
                if (await table.WriteAsync([.. next.Rules.Where(rule => now.Find(rule.Id) != rule)], [.. change.Removed.Select(rule => rule.Id)], now.Edition, CancellationToken.None))
                {
                    _state = new State(next, set);
                    Log.Changed(logger, next.Edition, next.Rules.Count, by);
                    break;
                }

                if (tries == MaxTries)
                {
                    throw new RuleException("The rules are being changed by others all the time; nothing was changed. Try again.");
                }

                Take(await table.ReadAsync(cancellationToken));
            }
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke();
        return Stored;
    }

    public void Dispose() => _changing.Dispose();

    private StoredRules Next(StoredRules now, RuleDiff change, string by)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var rows = now.Rows(except: change.Removed);
        foreach (var changed in change.Changed)
        {
            rows[changed.After.Id] = new StoredRule(changed.After, rows[changed.After.Id].Version + 1, at, by);
        }

        foreach (var added in change.Added)
        {
            rows[added.Id] = new StoredRule(added, 1, at, by);
        }

        return new StoredRules(now.Edition + 1, [.. rows.Values]);
    }

    private void Take(StoredRules read)
    {
        _state = new State(read, SetOf(read));
        Log.Changed(logger, read.Edition, read.Rules.Count, "another node, or before");
    }

    // All of them or none: without one that denies, others would give too much.
    private static RuleSet SetOf(StoredRules stored)
    {
        try
        {
            return new RuleSet(stored.Plain);
        }
        catch (ArgumentException e)
        {
            throw new RuleException(string.Join(' ', RuleValidation.CheckAll(stored.Plain)), e);
        }
    }

    private sealed record State(StoredRules Stored, RuleSet Set);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Edition {Edition} of the access rules holds: {Count} rules, changed by {By}.")]
        public static partial void Changed(ILogger logger, long edition, int count, string by);
    }
}
