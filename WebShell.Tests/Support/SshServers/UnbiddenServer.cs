using System.Runtime.InteropServices;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// The smallest server that asks a client for channels of its own (libssh's server half): one connection, any password, one
/// shell, and then forwarded-tcpip, x11 and auth-agent unbidden, which no real sshd does. Blocks on a thread of its own.
/// </summary>
internal sealed class UnbiddenServer : LibsshHalfServer
{
    /// <summary>What the shell prints when all answers are in.</summary>
    public const string Farewell = "all asked";

    private readonly TaskCompletionSource<IReadOnlyList<Answer>> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the client answered to each channel, in order.</summary>
    public Task<IReadOnlyList<Answer>> Answers => _answers.Task;

    public static async Task<UnbiddenServer> StartNewAsync()
    {
        var server = new UnbiddenServer();
        await server.StartAsync();
        return server;
    }

    protected override void Serve(nint session)
    {
        var shell = OpenShell(session);
        _answers.SetResult([Forwarded(session), X11(session), Agent(session)]);
        _ = LibsshServer.ssh_channel_write(shell, Farewell, (uint)Farewell.Length);
        while (LibsshServer.ssh_message_get(session) is not 0 and var message)
        {
            LibsshServer.ssh_message_free(message);
        }
    }

    protected override void OnFailed(Exception cause) => _answers.TrySetException(cause);

    private static Answer Forwarded(nint session) =>
        Ask(session, "forwarded-tcpip", channel => LibsshServer.ssh_channel_open_reverse_forward(channel, "127.0.0.1", 80, "127.0.0.1", 40000));

    private static Answer X11(nint session) => Ask(session, "x11", channel => LibsshServer.ssh_channel_open_x11(channel, "127.0.0.1", 40000));

    private static Answer Agent(nint session) => Ask(session, "auth-agent@openssh.com", LibsshServer.ssh_channel_open_auth_agent);

    private static Answer Ask(nint session, string kind, Func<nint, int> open)
    {
        var channel = LibsshServer.ssh_channel_new(session);
        var code = open(channel);
        return new Answer(kind, code == LibsshServer.Ok, Marshal.PtrToStringUTF8(LibsshServer.ssh_get_error(session)) ?? "");
    }

    /// <summary>What became of a channel that was asked for, and the client's reason.</summary>
    internal sealed record Answer(string Kind, bool IsAccepted, string Error);
}
