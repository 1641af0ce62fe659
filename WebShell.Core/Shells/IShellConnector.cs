using WebShell.Core.Credentials;

namespace WebShell.Core.Shells;

/// <summary>Opens shells on machines.</summary>
public interface IShellConnector
{
    /// <summary>Opens a shell; whatever it needs to know on the way it asks <paramref name="dialogue"/>.</summary>
    /// <exception cref="ShellException">It could not be opened; nothing is left open.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing is left open.</exception>
    Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken);
}

/// <summary>Which shell to open. The target comes from the inventory, never from a user's free text.</summary>
public sealed record ShellRequest
{
    /// <summary>The machine's name.</summary>
    public required string VmName { get; init; }

    /// <summary>What its host-key pins go by; it stays when the machine is renamed. Default: its name.</summary>
    public string VmSlug
    {
        get => field ?? VmName;
        init => field = value == VmName ? null : value;
    }

    /// <summary>An IP literal or RFC 1123 host name; checked again before it is used.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port, 1–65535.</summary>
    public required int Port { get; init; }

    /// <summary>The user name on the machine.</summary>
    public required string Login { get; init; }

    /// <summary>The name of a stored credential, or null to ask the person how to sign in.</summary>
    public string? Credential { get; init; }

    /// <summary>The person signs in with something of their own: nothing stored for the machine is used, shared credentials neither.</summary>
    public bool AsksPerson { get; init; }

    /// <summary>Loopback targets are refused unless the inventory entry says otherwise (the demo fleet does).</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>What happens when no key is pinned for the machine yet.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>The machine has nothing newer than SHA-1 or CBC, and an administrator allowed it.</summary>
    public bool AllowsLegacyAlgorithms { get; init; }

    /// <summary>Who asked for it, by name: written beside a host key that is pinned on the way.</summary>
    public string RequestedBy { get; init; } = "unknown";

    /// <summary>Who asked for it, stable and unique: what the audit log has.</summary>
    public string RequesterId { get; init; } = "unknown";

    /// <summary>The session it is for: with who asked, what a certificate calls itself in the machine's log.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The machines to pass through, the first to be dialled first; empty: the machine is dialled directly.</summary>
    public IReadOnlyList<ShellHop> Way { get; init; } = [];

    public TerminalSize Size { get; init; } = TerminalSize.Default;

    /// <summary>The value of TERM.</summary>
    public string TerminalType { get; init; } = "xterm-256color";

    /// <summary>The connection to a machine on the way, as a request of its own: with that machine's login and credential, and nothing of this one's.</summary>
    public ShellRequest To(ShellHop hop) => new()
    {
        VmName = hop.VmName,
        VmSlug = hop.VmSlug,
        Host = hop.Host,
        Port = hop.Port,
        Login = hop.Login,
        Credential = hop.Credential,
        AllowLoopback = hop.AllowLoopback,
        HostKeyPolicy = hop.HostKeyPolicy,
        AllowsLegacyAlgorithms = hop.AllowsLegacyAlgorithms,
        RequestedBy = RequestedBy,
        RequesterId = RequesterId,
        SessionId = SessionId,
    };
}

/// <summary>A machine that is passed through on the way to another one. Its fields mean what they mean in <see cref="ShellRequest"/>.</summary>
/// <param name="VmName">Its name.</param>
/// <param name="Host">Its address, as seen from the machine before it on the way.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Login">The user name to sign in with.</param>
/// <param name="Credential">The name of a stored credential, or null to ask the person.</param>
/// <param name="AllowLoopback">Whether a loopback address is meant.</param>
public sealed record ShellHop(string VmName, string Host, int Port, string Login, string? Credential, bool AllowLoopback)
{
    public string VmSlug
    {
        get => field ?? VmName;
        init => field = value == VmName ? null : value;
    }

    public HostKeyPolicy HostKeyPolicy { get; init; }

    public bool AllowsLegacyAlgorithms { get; init; }
}

/// <summary>The steps of opening a shell, in order.</summary>
public enum ShellOpeningStep
{
    Resolve,
    Connect,
    KeyExchange,
    HostKey,
    SignIn,
    OpenTerminal,
    Open,
}

/// <summary>The person (or test) who is asked while a shell is being opened.</summary>
public interface IShellDialogue
{
    /// <summary>A step has begun; called in order, from any thread, must return at once.</summary>
    void Report(ShellOpeningStep step);

    /// <summary>The steps from here on are this machine's: one on the way, at last the machine itself. Told before each one's first step; from any thread, must return at once.</summary>
    void ReportMachine(string vmName)
    {
        // Who shows no steps need not know whose they are.
    }

    /// <summary>What came of the step under way: addresses, a banner, a print, methods; never a secret. From any thread, must return at once.</summary>
    void ReportFact(string fact)
    {
        // Who keeps no report need not know.
    }

    /// <summary>The connect failed for a passing reason and waits to be tried again; the next step ends the wait. From any thread, must return at once.</summary>
    void ReportRetry(ConnectRetry retry);

    /// <summary>Why does the person go there? Asked before anything is dialled, where the machine's rules want to know. Null: the person gave up.</summary>
    ValueTask<string?> AskReasonAsync(ReasonQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    /// <summary>Nothing is pinned for this machine: does its key match? Asked before anything is sent.</summary>
    ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken);

    /// <summary>How to sign in? Asked once per attempt, when the machine's key is accepted. Null: the person gave up.</summary>
    ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken);

    /// <summary>Passes the machine's own prompts on, a round at a time: one answer for each. Null: the person gave up.</summary>
    ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken);
}

/// <summary>A connect that waits to be tried again.</summary>
/// <param name="Cause">Why it failed.</param>
/// <param name="At">When it is tried again.</param>
/// <param name="Number">Which of the retries that is, from 1.</param>
/// <param name="Count">How many retries there are at most.</param>
public sealed record ConnectRetry(ShellFailure Cause, DateTimeOffset At, int Number, int Count);

/// <summary>A host key that a machine showed, and the one pinned for it if there is one.</summary>
/// <param name="VmName">The machine's name.</param>
/// <param name="Address">Where it answered, as <c>address:port</c>.</param>
/// <param name="Algorithm">The key's type, e.g. <c>ssh-ed25519</c>.</param>
/// <param name="Fingerprint">Its print as <c>SHA256:base64</c>.</param>
public sealed record HostKeyOffer(string VmName, string Address, string Algorithm, string Fingerprint)
{
    public PinnedHostKey? Pinned { get; init; }

    /// <summary>The machine that is to be reached through this one; null when this one is it.</summary>
    public string? OnTheWayTo { get; init; }

    /// <summary>How long the answer is waited for; null: as long as it takes.</summary>
    public AnswerTime? Time { get; init; }
}

/// <summary>A pinned key: type, print, and when and by whom it was pinned.</summary>
public sealed record PinnedHostKey(string Algorithm, string Fingerprint, DateTimeOffset PinnedAt, string PinnedBy);
