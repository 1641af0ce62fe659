using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebShell.Core.Accounts;

/// <summary>Reads the accounts before anything is served, and every 2 s what other nodes wrote.</summary>
internal sealed partial class AccountFollower(AccountBook book, TimeProvider time, ILogger<AccountFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await book.FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var wasRead = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await book.FollowAsync(stoppingToken);
                wasRead = true;
            }
            catch (AccountException e)
            {
                // What is known goes on counting; once is enough to say it.
                if (wasRead)
                {
                    Log.NotRead(logger, e);
                }

                wasRead = false;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1202, LogLevel.Error, "The accounts in the database cannot be read just now; those known go on counting")]
        public static partial void NotRead(ILogger logger, Exception e);
    }
}
