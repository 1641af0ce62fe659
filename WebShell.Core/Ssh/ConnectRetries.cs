using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// Tries a connect again that failed for a passing reason (<see cref="ShellFailure.IsPassing"/>), after a wait that grows: 1, 3 and
/// 9 s unless configured otherwise. What a person, a key or a rule decided is never tried again.
/// </summary>
internal sealed class ConnectRetries(IOptions<SshOptions> options, TimeProvider time)
{
    private const int Growth = 3;

    // Shells that failed together do not come back together.
    private const double Jitter = 0.2;

    /// <param name="attempt">One whole try.</param>
    /// <param name="report">Told of each wait when it begins.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ShellException">What the last try failed with.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Action<ConnectRetry> report, CancellationToken cancellationToken)
    {
        var count = options.Value.ConnectRetries;
        for (var number = 1; ; number++)
        {
            ShellFailure cause;
            try
            {
                return await attempt();
            }
            catch (ShellException e) when (e.Failure.IsPassing && number <= count)
            {
                cause = e.Failure;
            }
            catch (ShellException e) when (e.Failure.IsPassing && count > 0)
            {
                throw new ShellException(e.Failure with { Message = $"{e.Failure.Message} The portal tried {number} times." }, e.InnerException);
            }

            var delay = DelayBefore(number);
            var wait = Task.Delay(delay, time, cancellationToken);
            report(new ConnectRetry(cause, time.GetUtcNow() + delay, number, count));
            await wait;
        }
    }

    private TimeSpan DelayBefore(int number) =>
        options.Value.FirstRetryDelay * Math.Pow(Growth, number - 1) * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
}
