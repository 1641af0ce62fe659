namespace WebShell.App.Security;

/// <summary>
/// When the portal stops, the open pages get a moment to show why their shells ended before their connections close. Registered
/// before the sessions, because the steps of stopping run in reverse.
/// </summary>
internal sealed class LastWords(CircuitBook book, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        book.Count == 0 ? Task.CompletedTask : Task.Delay(Moment, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
