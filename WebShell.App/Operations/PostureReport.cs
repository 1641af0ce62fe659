namespace WebShell.App.Operations;

/// <summary>Says at the start, in the log, which settings are unsafe.</summary>
internal sealed partial class PostureReport(Posture posture, ILogger<PostureReport> logger) : IHostedLifecycleService
{
    /// <summary>When the server listens and the inventory is read.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var finding in posture.Look().Where(finding => finding.Weight == PostureWeight.Unsafe))
        {
            Log.Unsafe(logger, finding.Id, finding.Title, finding.Consequence, finding.Change);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Warning, "Unsafe ({Id}): {Title}. {Consequence} {Change}")]
        public static partial void Unsafe(ILogger logger, string id, string title, string consequence, string change);
    }
}
