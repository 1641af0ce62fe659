namespace WebShell.App.Workspace;

/// <summary>
/// The questions of the circuit's shells, shown one at a time in the order they were asked (scoped, thread-safe). A question
/// whose asker gave up disappears; when the circuit ends all are declined.
/// </summary>
public sealed class ShellQuestions : IDisposable
{
    /// <summary>More waiting questions than this are declined at once.</summary>
    public const int MaxWaiting = 32;

    private readonly Lock _gate = new();
    private readonly List<ShellQuestion> _waiting = [];
    private bool _isOver;

    /// <summary>The question to show has changed; from any thread.</summary>
    public event Action? Changed;

    /// <summary>The question to show.</summary>
    public ShellQuestion? Current
    {
        get
        {
            lock (_gate)
            {
                return _waiting.FirstOrDefault();
            }
        }
    }

    public void Dispose()
    {
        List<ShellQuestion> declined;
        lock (_gate)
        {
            _isOver = true;
            declined = [.. _waiting];
        }

        declined.ForEach(question => question.Decline());
    }

    internal async Task<T> AskAsync<T>(ShellQuestion question, Task<T> answered, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isOver || _waiting.Count >= MaxWaiting)
            {
                question.Decline();
            }
            else
            {
                _waiting.Add(question);
            }
        }

        Changed?.Invoke();
        try
        {
            return await answered.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(question);
            }

            Changed?.Invoke();
        }
    }
}
