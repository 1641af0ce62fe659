using System.Threading.Channels;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>A connector driven by hand: every attempt waits until the test answers it.</summary>
internal sealed class HandConnector : IShellConnector
{
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();

    /// <summary>Waits for the next attempt to open a shell.</summary>
    public Task<Attempt> NextAsync() => Within.Seconds(_attempts.Reader.ReadAsync());

    public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(request, dialogue, cancellationToken);
        Assert.True(_attempts.Writer.TryWrite(attempt));
        return attempt.Answer.Task;
    }

    internal sealed record Attempt(ShellRequest Request, IShellDialogue Dialogue, CancellationToken Token)
    {
        public TaskCompletionSource<IShell> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StrictShell Open()
        {
            var shell = new StrictShell();
            Answer.SetResult(shell);
            return shell;
        }
    }
}
