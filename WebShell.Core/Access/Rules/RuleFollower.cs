using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// Reads the rules before the portal serves anything, looks every two seconds whether another node changed them, and lays them over the
/// inventory whenever one of the two changes, so that nobody's keystroke waits for that.
/// </summary>
internal sealed partial class RuleFollower(RuleBook book, VmInventory inventory, TimeProvider time, ILogger<RuleFollower> logger) : BackgroundService
{
    /// <summary>How late another node's change may hold here.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // One that waits is enough: whoever is laid next is laid as things are then.
    private readonly Channel<bool> _stale = Channel.CreateBounded<bool>(1);

    /// <exception cref="RuleException">The rules cannot be read: without them the portal does not start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await book.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Changed += Mark;
        inventory.Changed += Mark;
        try
        {
            Mark();
            await Task.WhenAll(LookAsync(stoppingToken), WarmAsync(stoppingToken));
        }
        finally
        {
            book.Changed -= Mark;
            inventory.Changed -= Mark;
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await book.FollowAsync(stoppingToken);
            }
            catch (RuleException e)
            {
                Log.NotRead(logger, e);
            }
        }
    }

    private async Task WarmAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _stale.Reader.ReadAsync(stoppingToken);
            await Task.Run(() => book.Now.Over(inventory.All), stoppingToken);
        }
    }

    private void Mark() => _stale.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The access rules could not be read; those of before hold on.")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
