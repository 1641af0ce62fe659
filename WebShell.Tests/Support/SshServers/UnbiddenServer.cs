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

    protected override void Serve(nint bind)
    {
        var session = LibsshServer.ssh_new();
        try
        {
            Check(LibsshServer.ssh_bind_accept(bind, session));
            Check(LibsshServer.ssh_handle_key_exchange(session));
            var shell = OpenShell(session);
            _answers.SetResult([Forwarded(session), X11(session), Agent(session)]);
            _ = LibsshServer.ssh_channel_write(shell, Farewell, (uint)Farewell.Length);
            while (LibsshServer.ssh_message_get(session) is not 0 and var message)
            {
                LibsshServer.ssh_message_free(message);
            }
        }
        catch (Exception e)
        {
            _answers.TrySetException(e);
        }
        finally
        {
            LibsshServer.ssh_disconnect(session);
            LibsshServer.ssh_free(session);
            LibsshServer.ssh_bind_free(bind);
        }
    }

    // Says yes to a password, a session, a terminal and a shell, and leaves everything else to libssh.
    private static nint OpenShell(nint session)
    {
        LibsshServer.ssh_set_auth_methods(session, LibsshServer.AuthPassword);
        var channel = nint.Zero;
        while (true)
        {
            var message = LibsshServer.ssh_message_get(session);
            if (message == 0)
            {
                throw new InvalidOperationException("The client hung up before it had a shell.");
            }

            var request = (LibsshServer.ssh_message_type(message), LibsshServer.ssh_message_subtype(message));
            switch (request)
            {
                case (LibsshServer.RequestAuth, LibsshServer.AuthPassword):
                    _ = LibsshServer.ssh_message_auth_reply_success(message, 0);
                    break;
                case (LibsshServer.RequestChannelOpen, LibsshServer.ChannelSession):
                    channel = LibsshServer.ssh_message_channel_request_open_reply_accept(message);
                    break;
                case (LibsshServer.RequestChannel, LibsshServer.ChannelPty or LibsshServer.ChannelShell):
                    _ = LibsshServer.ssh_message_channel_request_reply_success(message);
                    break;
                default:
                    _ = LibsshServer.ssh_message_reply_default(message);
                    break;
            }

            LibsshServer.ssh_message_free(message);
            if (request == (LibsshServer.RequestChannel, LibsshServer.ChannelShell))
            {
                return channel;
            }
        }
    }

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
