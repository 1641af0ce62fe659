using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;

namespace WebShell.Core.Requests;

/// <summary>
/// Reads requests before the portal serves anything and every two seconds what other nodes wrote, and closes what is over by itself: unanswered for
/// too long, granted and past its end, of an account or for a machine that is gone. Several nodes may see the same; it happens once.
/// </summary>
internal sealed partial class RequestKeeper(
    RequestBook book, RequestWriter writer, GrantPlanner planner, RuleBook rules, VmInventory inventory, IPeople people, IAuditLog audit,
    IOptions<RequestOptions> options, TimeProvider time, ILogger<RequestKeeper> logger) : BackgroundService
{
    /// <summary>How late another node's request is seen here, and an end noticed.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long a grant may be without its rule: the other node is about to write it.</summary>
    public static readonly TimeSpan RuleComes = TimeSpan.FromSeconds(30);

    /// <exception cref="RequestException">They cannot be read: without them the portal does not start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await book.FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var wasDone = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                wasDone = true;
            }
            catch (Exception e) when (e is RequestException or RuleException or AuditException)
            {
                // Once is enough to say it; what was granted ends by its rule in any case.
                if (wasDone)
                {
                    Log.NotDone(logger, e);
                }

                wasDone = false;
            }
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await book.FollowAsync(cancellationToken);
        if (book.Now.All.Any(asked => Over(asked) is not null))
        {
            await book.ChangeAsync(CloseAsync, cancellationToken);
        }

        await writer.RemoveRulesAsync(cancellationToken);
    }

    private async ValueTask<IReadOnlyList<AskedAccess>> CloseAsync(StoredRequests now, CancellationToken cancellationToken)
    {
        AskedAccess[] over = [.. now.All.Select(asked => (asked, Why: Over(asked))).Where(one => one.Why is not null).Select(one => one.asked with
        {
            State = one.asked.State == AskState.Granted ? AskState.Ended : AskState.Closed,
            SettledAt = time.GetUtcNow(),
            Answer = one.Why!,
            Version = one.asked.Version + 1,
        })];
        foreach (var asked in over)
        {
            await audit.WriteAsync(RequestEvents.Over(asked), cancellationToken);
        }

        return over;
    }

    private string? Over(AskedAccess asked) => asked.State switch
    {
        AskState.Pending or AskState.Granted when people.Find(asked.AskerId)?.Name != asked.AskerName => "The account that asked may no longer be used, or has another name.",
        AskState.Pending when asked.AskedAt + options.Value.ExpireAfter <= time.GetUtcNow() => "Nobody answered in time.",

        // Only who could see the machine learns that it is gone.
        AskState.Pending when asked.KnownSlug is { } slug && inventory.IsLoaded && inventory.Find(slug) is null => "The machine was removed.",
        AskState.Granted => Over(asked, asked.Given!),
        _ => null,
    };

    private string? Over(AskedAccess asked, GivenAccess given)
    {
        var rule = rules.Stored.Find(given.RuleId)?.Rule;
        return rule is null && asked.SettledAt + RuleComes <= time.GetUtcNow() ? "Its rule was removed."
            : rule is { Granted: null } ? "An administrator made it a rule that stays."
            : (rule?.When.Until ?? given.Until) <= time.GetUtcNow() ? "Its time is over."
            : inventory.IsLoaded && !planner.StillMeans(given) ? "The machine was removed, or is called otherwise now."
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Requests for access could not be read or closed just now; those known go on counting.")]
        public static partial void NotDone(ILogger logger, Exception exception);
    }
}
