using System.Runtime.InteropServices;

namespace WebShell.App.Operations;

/// <summary>
/// Ctrl+C, SIGTERM and SIGQUIT as the wish to stop. The framework's own lifetime closes the connections first; here the
/// sessions hear of it while their pages are still there to show why (SessionRegistry.StoppingAsync). A second signal ends the
/// time that the pages are given (<see cref="Drain"/>), a further one ends the process at once.
/// </summary>
internal sealed class StopSignal : IHostLifetime, IDisposable
{
    private const int TerminatedBySignal = 128 + 15;

    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenRegistration _stopping;
    private readonly bool _isDevelopment;

    public StopSignal(IHostApplicationLifetime lifetime, IHostEnvironment environment)
    {
        _isDevelopment = environment.IsDevelopment();
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            _given.TrySetResult();
            Hurry();
        });
    }

    /// <summary>From here on the portal is not ready any more.</summary>
    public bool IsGiven => _given.Task.IsCompleted;

    /// <summary>Completes when nobody wants to wait any longer: at the second signal, and at a developer's first Ctrl+C.</summary>
    public Task Hurried => _hurried.Task;

    /// <summary>There is nothing more to wait for: the next signal ends the process.</summary>
    public void Hurry() => _hurried.TrySetResult();

    /// <summary>Listens from now on; completes at the first signal, or when the application stops for a reason of its own.</summary>
    public Task WaitAsync()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return _given.Task;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _registrations.ForEach(registration => registration.Dispose());
    }

    Task IHostLifetime.WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostLifetime.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_given.TrySetResult())
        {
            if (_isDevelopment && context.Signal == PosixSignal.SIGINT)
            {
                Hurry();
            }
        }
        else if (!_hurried.TrySetResult())
        {
            Environment.Exit(TerminatedBySignal);
        }
    }
}
