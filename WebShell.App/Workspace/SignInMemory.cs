using WebShell.App.Dialogs;
using WebShell.Core.Credentials;

namespace WebShell.App.Workspace;

/// <summary>
/// How a tab signs in: as its person planned, and with is remembered for its next shell. In memory only; a secret is kept
/// when the machine has accepted it, and forgotten when it does not any more.
/// </summary>
public sealed class SignInMemory(SignInPlan? plan)
{
    private readonly Lock _gate = new();
    private Credential? _kept;
    private SignInAnswer? _tried;

    /// <summary>Why its person goes there, once they said so.</summary>
    public string? Reason { get; set; }

    /// <summary>How its person wants to sign in; null: as the inventory says.</summary>
    public SignInPlan? Plan => plan;

    /// <summary>What was remembered. Given out twice without a success between is once too often: then it is forgotten.</summary>
    internal Credential? Recall()
    {
        lock (_gate)
        {
            if (_tried is not null)
            {
                (_kept, _tried) = (null, null);
            }

            if (_kept is not null)
            {
                _tried = new SignInAnswer(_kept, KeepSignIn.ForShell);
            }

            return _kept;
        }
    }

    internal void Try(SignInAnswer answer)
    {
        lock (_gate)
        {
            _tried = answer;
        }
    }

    /// <summary>The machine let the login in: what it took, or null when nothing of this person's was tried.</summary>
    internal SignInAnswer? Accepted()
    {
        lock (_gate)
        {
            var tried = _tried;
            if (tried is not null)
            {
                (_kept, _tried) = (tried.Keep == KeepSignIn.ForShell ? tried.Credential : null, null);
            }

            return tried;
        }
    }
}
