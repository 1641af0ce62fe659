using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>A registry with hand-driven shells and hand-driven time.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    public SessionBench(SessionOptions? options = null)
    {
        Options = options ?? new SessionOptions();
        SessionAudit = new SessionAudit(Audit, Time, NullLogger<SessionAudit>.Instance);
        Registry = new SessionRegistry(Connector, Microsoft.Extensions.Options.Options.Create(Options), SessionAudit, Time, NullLoggerFactory.Instance);
        Registry.StartAsync(default);
    }

    public JumpingTime Time { get; } = new();

    public HandConnector Connector { get; } = new();

    public SessionOptions Options { get; }

    public AuditList Audit { get; } = new();

    public SessionAudit SessionAudit { get; }

    public SessionRegistry Registry { get; }

    public ShellLease Open(string owner = "ann", string vm = "web-01", TerminalSize? size = null, IShellDialogue? dialogue = null, TimeSpan? grace = null, string login = "root") =>
        Registry.Open(new SessionOrder
        {
            OwnerId = owner,
            Workspace = "first",
            Grace = grace,
            Dialogue = dialogue ?? new SilentDialogue(),
            Request = new ShellRequest { VmName = vm, Host = "10.0.0.1", Port = 22, Login = login, Size = size ?? TerminalSize.Default },
        });

    /// <summary>Opens a session and waits until it is connected.</summary>
    public async Task<(ShellLease Lease, StrictShell Shell)> ConnectAsync(string owner = "ann")
    {
        var lease = Open(owner);
        var shell = (await Connector.NextAsync()).Open();
        await UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);
        return (lease, shell);
    }

    /// <summary>Another page of the owner takes the session over.</summary>
    public static ShellLease TakeOver(TerminalSession session, string workspace = "other") => session.TakeOver(workspace, new SilentDialogue());

    /// <summary>Waits for a change of the session that makes the claim true.</summary>
    public static async Task UntilAsync(TerminalSession session, Func<bool> claim)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (claim())
            {
                came.TrySetResult();
            }
        }

        session.Changed += Look;
        Look();
        await Within.Seconds(came.Task);
        session.Changed -= Look;
    }

    /// <summary>Waits until the session has stopped reading its shell.</summary>
    public static void UntilPaced(TerminalSession session) =>
        Assert.True(SpinWait.SpinUntil(() => session.IsPaced, TimeSpan.FromSeconds(10)), "The pump did not stop.");

    public async ValueTask DisposeAsync()
    {
        Registry.Dispose();
        foreach (var session in Registry.All)
        {
            _ = session.EndAsync(SessionEndReason.ServerShutdown);
        }

        await Task.CompletedTask;
    }

    /// <summary>Hand-driven time whose wall clock can be set apart from the monotonic one.</summary>
    internal sealed class JumpingTime : FakeTimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
