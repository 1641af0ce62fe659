using WebShell.App.Layout;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Sessions;

/// <summary>What to do next about a shell that could not be opened: what is most likely, and then where to look. The failure's own sentence says what happened.</summary>
internal static class DoctorAdvice
{
    public static string Title(string vmName, ShellFailure failure) => failure.Step switch
    {
        <= ShellOpeningStep.KeyExchange => $"Could not reach {vmName}",
        ShellOpeningStep.HostKey => $"{vmName} could not prove who it is",
        ShellOpeningStep.SignIn => $"Could not sign in to {vmName}",
        _ => $"{vmName} gave no shell",
    };

    /// <summary>What it most likely is.</summary>
    public static string Likely(ShellFailure failure) => failure.Reason switch
    {
        ShellFailureReason.NameNotResolved => "The name is misspelt in the inventory, or the portal’s name server does not know it.",
        ShellFailureReason.AddressDenied => "The inventory’s address leads to something the portal must not dial.",
        ShellFailureReason.JumpUnusable => "The inventory’s way to this machine is broken.",
        ShellFailureReason.JumpRefused => "The jump host may not pass connections on (AllowTcpForwarding, PermitOpen), or cannot reach the machine.",
        ShellFailureReason.ConnectionRefused => "sshd is stopped, or listens on another port. The address answered at once, so routing and firewall are fine.",
        ShellFailureReason.Unreachable => "The machine is down, or the network between has no way to it.",
        ShellFailureReason.ConnectTimeout when failure.Step == ShellOpeningStep.KeyExchange => "The machine took the connection and then said nothing: it is overloaded, out of memory, or what listens there is not sshd.",
        ShellFailureReason.ConnectTimeout => "A firewall drops the packets, or the machine is down.",
        ShellFailureReason.NotSsh => "Something else than sshd listens on that port.",
        ShellFailureReason.NoCommonAlgorithm => "Its SSH server is too old, or hardened down to something unusual.",
        ShellFailureReason.HostKeyChanged => "The machine was rebuilt, or somebody stands in between. Until that is known, nobody should try another way in.",
        ShellFailureReason.HostKeyRevoked => "This key was in wrong hands once.",
        ShellFailureReason.HostKeyNotPinned => "The machine is new, and for machines of its kind an administrator compares the key first.",
        ShellFailureReason.CredentialUnusable => "What the portal should sign in with is missing or damaged.",
        ShellFailureReason.AuthenticationFailed => "The login does not exist there, or this key or password is not (or no longer) accepted for it.",
        ShellFailureReason.MethodNotOffered => "The machine’s SSH server is set up for another way to sign in.",
        ShellFailureReason.TooManyPrompts => "The machine asks for more than a person is meant to answer.",
        ShellFailureReason.SignInTimeout => "The machine waited for something while signing in: its directory service, or a second factor.",
        ShellFailureReason.LimitReached => "Too much at once; this passes by itself.",
        ShellFailureReason.PtyRefused or ShellFailureReason.ShellRefused => "The account is limited: by its key’s options, by its shell (nologin, chroot), or by sshd’s configuration.",
        ShellFailureReason.ConnectionLost => "sshd ended the connection: too many at once (MaxStartups), a penalty for failed sign-ins, or a crash.",
        _ => "",
    };

    /// <summary>Where to look; the owner stands for who has a console.</summary>
    public static string Next(ShellFailure failure) => failure.Step switch
    {
        ShellOpeningStep.Resolve => "Look at the machine’s entry in the inventory.",
        ShellOpeningStep.Connect => "Look at the machine’s console: is it up, and does ‘ss -tlnp’ show sshd on this port?",
        ShellOpeningStep.KeyExchange => "Look at the machine’s console: ‘journalctl -u ssh’ says why it hung up.",
        ShellOpeningStep.HostKey => "An administrator compares the key on the machine’s console and decides on the page Host keys.",
        ShellOpeningStep.SignIn => "‘journalctl -u ssh’ on the machine says why it refused. Failed tries count: after three the portal pauses for a minute.",
        _ => "Ask the machine’s owner what this login is meant for.",
    };

    public static string Last(PastOpening? last, DateTimeOffset now) => last is null
        ? "Nobody has had a shell on it since the portal started."
        : $"It last worked {Times.At(last.At, now)}{(last.Facts.ServerBanner.Length == 0 ? "" : $" ({last.Facts.ServerBanner})")}.";
}
