using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>One shell and everything that follows its output. It knows nothing of browsers, so viewers may come and go.</summary>
public sealed class TerminalSession
{
    /// <summary>Unguessable, url-safe.</summary>
    public string Id => throw new NotImplementedException();

    public string VmName => throw new NotImplementedException();

    public string Login => throw new NotImplementedException();

    /// <summary>The environment label of its machine, or empty.</summary>
    public string Environment => throw new NotImplementedException();

    public string OwnerId => throw new NotImplementedException();

    public DateTimeOffset OpenedAt => throw new NotImplementedException();

    public SessionState State => throw new NotImplementedException();

    /// <summary>While Connecting: the step under way.</summary>
    public ShellOpeningStep Step => throw new NotImplementedException();

    /// <summary>Set exactly when <see cref="State"/> is Ended.</summary>
    public SessionEnd? End => throw new NotImplementedException();

    /// <summary>Completes, and never fails, when the session has ended and its output is complete.</summary>
    public Task<SessionEnd> Ended => throw new NotImplementedException();

    public ShellFacts Facts => throw new NotImplementedException();

    public TerminalSize Size => throw new NotImplementedException();

    public TimeSpan? RoundTrip => throw new NotImplementedException();

    public OutputBuffer Output => throw new NotImplementedException();

    /// <summary>State, step or size changed; raised outside locks, from any thread, handlers must not throw or block.</summary>
    public event Action? Changed { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>Ends the session once; later calls change nothing. Completes when the shell is closed.</summary>
    public Task EndAsync(SessionEndReason reason) => throw new NotImplementedException();
}
