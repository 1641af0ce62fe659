using System.Data.Common;
using System.Security.Cryptography;
using WebShell.App.Account;
using WebShell.App.Dialogs;
using WebShell.Core.Credentials;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>
/// Gives tabs their shells and takes them back (scoped): asks for new ones, takes over and watches those that are used elsewhere,
/// and says when one of them changed. Used on the circuit's dispatcher only.
/// </summary>
public sealed partial class TabShells(ShellService shells, ShellQuestions questions, MyCredentials mine, TimeProvider time, ILogger<TabShells> logger)
{
    /// <summary>A tab's shell or its failure changed; from any thread.</summary>
    public event Action? Changed;

    /// <summary>Asks for a new shell for the tab; a refusal is written in the tab.</summary>
    public async Task AskAsync(WorkspaceTab tab, CancellationToken cancellationToken)
    {
        tab.AskedAt = time.GetUtcNow();
        Notify();
        try
        {
            Show(tab, await shells.OpenAsync(
                tab.Address.Slug, tab.Address.Login, tab.Address.Jump, TerminalSize.Default, tab.SignIn.Plan is not null,
                new WorkspaceDialogue(questions, tab.Environment, tab.SignIn) { Save = Save }, cancellationToken));
        }
        catch (ShellException e)
        {
            (tab.Refusal, tab.ErrorId) = (e.Failure, NewErrorId());
            Log.Refused(logger, tab.ErrorId, tab.Address.VmName, e.Failure.Reason);
        }
    }

    /// <summary>The tab's way to a session of the user's: its lease, or only a look. Null when there is no such session that still lives.</summary>
    public async Task<ShellViewer?> FindAsync(string sessionId, bool watches, CancellationToken cancellationToken) => watches
        ? await shells.WatchAsync(sessionId, cancellationToken)
        : await shells.TakeOverAsync(sessionId, session => new WorkspaceDialogue(questions, session.Environment, new SignInMemory(plan: null)), cancellationToken);

    /// <summary>The tab shows that session from now on.</summary>
    public void Show(WorkspaceTab tab, ShellViewer viewer)
    {
        (tab.Session, tab.Viewer) = (viewer.Session, viewer);
        Follow(tab);
    }

    /// <summary>Says when the tab's session changes.</summary>
    public void Follow(WorkspaceTab tab)
    {
        if (tab.Session is { } session)
        {
            session.Changed += Notify;
            _ = NameFailureAsync(tab, session);
        }
    }

    public void Forget(WorkspaceTab tab) => tab.Session?.Changed -= Notify;

    /// <summary>Takes the tab's viewer away; a lease is to be given to <see cref="CloseAsync"/>.</summary>
    public ShellLease? Leave(WorkspaceTab tab)
    {
        var lease = tab.Lease;
        Forget(tab);
        if (tab.Viewer is ShellWatch watch)
        {
            shells.Leave(watch);
        }

        tab.Viewer = null;
        return lease;
    }

    /// <summary>Ends the lease's session; one that was lost is only forgotten.</summary>
    public Task CloseAsync(ShellLease? lease) => lease is null ? Task.CompletedTask : shells.CloseAsync(lease);

    // Owned by the session: its end completes, and never fails.
    private async Task NameFailureAsync(WorkspaceTab tab, TerminalSession session)
    {
        var end = await session.Ended;
        if (end.Failure is { } failure && tab.Session == session)
        {
            tab.ErrorId = NewErrorId();
            Log.NotOpened(logger, tab.ErrorId, session.Id, tab.Address.VmName, failure.Reason);
            Notify();
        }
    }

    private void Save(SignInAnswer proved) => _ = SaveAsync(proved);

    // Nobody waits for it: the shell is open. What goes wrong is in the log, and the credential is not on the account page.
    private async Task SaveAsync(SignInAnswer proved)
    {
        try
        {
            await mine.SaveAsync(proved.Name, proved.Credential, CancellationToken.None);
        }
        catch (Exception e) when (e is SavedCredentialException or SecretUnreadableException or DbException)
        {
            Log.NotSaved(logger, e);
        }
    }

    private static string NewErrorId() => $"E-{RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8)}";

    private void Notify() => Changed?.Invoke();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{ErrorId}: a shell on {VmName} was refused: {Reason}.")]
        public static partial void Refused(ILogger logger, string errorId, string vmName, ShellFailureReason reason);

        [LoggerMessage(3, LogLevel.Error, "A credential could not be stored for its owner.")]
        public static partial void NotSaved(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "{ErrorId}: session {SessionId} on {VmName} could not be opened: {Reason}.")]
        public static partial void NotOpened(ILogger logger, string errorId, string sessionId, string vmName, ShellFailureReason reason);
    }
}
