namespace WebShell.Core.Ssh.Libssh;

/// <summary>A native call that is repeated until it does not answer <paramref name="again"/>.</summary>
internal sealed class LibsshStep(Func<SessionHandle, int> call, int again)
{
    private readonly TaskCompletionSource<StepResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<SessionHandle, int> Call => call;

    public int Again => again;

    public Task<StepResult> Task => _result.Task;

    public void Complete(StepResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception) => _result.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);
}

/// <summary>What a step answered, and libssh's error text at that moment.</summary>
internal readonly record struct StepResult(int Code, string Error);
