using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>Bounds how long a person may think (<see cref="SshOptions.AnswerTimeout"/>); the machine's own deadlines do not run meanwhile.</summary>
internal sealed class PersonTime(IOptions<SshOptions> options)
{
    /// <exception cref="ShellException">No answer came in time (<see cref="ShellFailureReason.SignInTimeout"/>).</exception>
    public async ValueTask<T> AskAsync<T>(Func<AnswerTime, CancellationToken, ValueTask<T>> question, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.AnswerTimeout);
        try
        {
            return await question(new AnswerTime(options.Value.AnswerTimeout), limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new ShellException(
                ShellFailureReason.SignInTimeout,
                $"No answer came within {options.Value.AnswerTimeout.TotalSeconds:0} s, and the machine does not wait longer. Connect again.");
        }
    }
}
