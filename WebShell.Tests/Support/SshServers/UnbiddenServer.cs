using System.Globalization;
using System.Runtime.InteropServices;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// The smallest server that asks a client for channels of its own (libssh's server half): one connection, any password, one
/// shell, and then forwarded-tcpip, x11 and auth-agent unbidden, which no real sshd does. Blocks on a thread of its own.
/// </summary>
internal sealed partial class UnbiddenServer : SshServer
{
    /// <summary>What the shell prints when all answers are in.</summary>
    public const string Farewell = "all asked";

    private readonly TaskCompletionSource<IReadOnlyList<Answer>> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;

    /// <summary>What the client answered to each channel, in order.</summary>
    public Task<IReadOnlyList<Answer>> Answers => _answers.Task;

    public static async Task<UnbiddenServer> StartNewAsync()
    {
        var server = new UnbiddenServer();
        await server.StartAsync();
        return server;
    }

    public override async Task MakeHostKeyAsync()
    {
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", HostKeyFile);
        HostKey = ReadPublicKey(HostKeyFile + ".pub");
    }

    protected override Task<ServerProcess?> LaunchAsync()
    {
        var bind = Libssh.ssh_bind_new();
        Check(Libssh.ssh_bind_options_set(bind, Libssh.BindAddress, "127.0.0.1"));
        Check(Libssh.ssh_bind_options_set(bind, Libssh.BindPortText, Port.ToString(CultureInfo.InvariantCulture)));
        Check(Libssh.ssh_bind_options_set(bind, Libssh.BindHostKey, HostKeyFile));
        Check(Libssh.ssh_bind_listen(bind));
        _thread = new Thread(() => Serve(bind)) { IsBackground = true };
        _thread.Start();
        return Task.FromResult<ServerProcess?>(null);
    }

    private static void Check(int code)
    {
        if (code != Libssh.Ok)
        {
            throw new InvalidOperationException($"libssh's server half answered {code}.");
        }
    }

    private void Serve(nint bind)
    {
        var session = Libssh.ssh_new();
        try
        {
            Check(Libssh.ssh_bind_accept(bind, session));
            Check(Libssh.ssh_handle_key_exchange(session));
            var shell = OpenShell(session);
            _answers.SetResult([Forwarded(session), X11(session), Agent(session)]);
            _ = Libssh.ssh_channel_write(shell, Farewell, (uint)Farewell.Length);
            while (Libssh.ssh_message_get(session) is not 0 and var message)
            {
                Libssh.ssh_message_free(message);
            }
        }
        catch (Exception e)
        {
            _answers.TrySetException(e);
        }
        finally
        {
            Libssh.ssh_disconnect(session);
            Libssh.ssh_free(session);
            Libssh.ssh_bind_free(bind);
        }
    }

    // Says yes to a password, a session, a terminal and a shell, and leaves everything else to libssh.
    private static nint OpenShell(nint session)
    {
        Libssh.ssh_set_auth_methods(session, Libssh.AuthPassword);
        var channel = nint.Zero;
        while (true)
        {
            var message = Libssh.ssh_message_get(session);
            if (message == 0)
            {
                throw new InvalidOperationException("The client hung up before it had a shell.");
            }

            var request = (Libssh.ssh_message_type(message), Libssh.ssh_message_subtype(message));
            switch (request)
            {
                case (Libssh.RequestAuth, Libssh.AuthPassword):
                    _ = Libssh.ssh_message_auth_reply_success(message, 0);
                    break;
                case (Libssh.RequestChannelOpen, Libssh.ChannelSession):
                    channel = Libssh.ssh_message_channel_request_open_reply_accept(message);
                    break;
                case (Libssh.RequestChannel, Libssh.ChannelPty or Libssh.ChannelShell):
                    _ = Libssh.ssh_message_channel_request_reply_success(message);
                    break;
                default:
                    _ = Libssh.ssh_message_reply_default(message);
                    break;
            }

            Libssh.ssh_message_free(message);
            if (request == (Libssh.RequestChannel, Libssh.ChannelShell))
            {
                return channel;
            }
        }
    }

    private static Answer Forwarded(nint session) =>
        Ask(session, "forwarded-tcpip", channel => Libssh.ssh_channel_open_reverse_forward(channel, "127.0.0.1", 80, "127.0.0.1", 40000));

    private static Answer X11(nint session) => Ask(session, "x11", channel => Libssh.ssh_channel_open_x11(channel, "127.0.0.1", 40000));

    private static Answer Agent(nint session) => Ask(session, "auth-agent@openssh.com", Libssh.ssh_channel_open_auth_agent);

    private static Answer Ask(nint session, string kind, Func<nint, int> open)
    {
        var channel = Libssh.ssh_channel_new(session);
        var code = open(channel);
        return new Answer(kind, code == Libssh.Ok, Marshal.PtrToStringUTF8(Libssh.ssh_get_error(session)) ?? "");
    }

    /// <summary>What became of a channel that was asked for, and the client's reason.</summary>
    internal sealed record Answer(string Kind, bool IsAccepted, string Error);

    /// <summary>The server half of <c>libssh.so.4</c>, 0.10.</summary>
    private static partial class Libssh
    {
        public const int Ok = 0;
        public const int BindAddress = 0;
        public const int BindPortText = 2;
        public const int BindHostKey = 3;
        public const int AuthPassword = 2;
        public const int RequestAuth = 1;
        public const int RequestChannelOpen = 2;
        public const int RequestChannel = 3;
        public const int ChannelSession = 1;
        public const int ChannelPty = 1;
        public const int ChannelShell = 3;

        private const string Library = "libssh.so.4";

        [DllImport(Library)]
        public static extern nint ssh_bind_new();

        [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int ssh_bind_options_set(nint bind, int option, string value);

        [DllImport(Library)]
        public static extern int ssh_bind_listen(nint bind);

        [DllImport(Library)]
        public static extern int ssh_bind_accept(nint bind, nint session);

        [DllImport(Library)]
        public static extern void ssh_bind_free(nint bind);

        [DllImport(Library)]
        public static extern nint ssh_new();

        [DllImport(Library)]
        public static extern void ssh_free(nint session);

        [DllImport(Library)]
        public static extern void ssh_disconnect(nint session);

        [DllImport(Library)]
        public static extern nint ssh_get_error(nint session);

        [DllImport(Library)]
        public static extern int ssh_handle_key_exchange(nint session);

        [DllImport(Library)]
        public static extern void ssh_set_auth_methods(nint session, int methods);

        [DllImport(Library)]
        public static extern nint ssh_message_get(nint session);

        [DllImport(Library)]
        public static extern int ssh_message_type(nint message);

        [DllImport(Library)]
        public static extern int ssh_message_subtype(nint message);

        [DllImport(Library)]
        public static extern void ssh_message_free(nint message);

        [DllImport(Library)]
        public static extern int ssh_message_reply_default(nint message);

        [DllImport(Library)]
        public static extern int ssh_message_auth_reply_success(nint message, int partial);

        [DllImport(Library)]
        public static extern nint ssh_message_channel_request_open_reply_accept(nint message);

        [DllImport(Library)]
        public static extern int ssh_message_channel_request_reply_success(nint message);

        [DllImport(Library)]
        public static extern nint ssh_channel_new(nint session);

        [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int ssh_channel_open_reverse_forward(nint channel, string remoteHost, int remotePort, string sourceHost, int localPort);

        [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int ssh_channel_open_x11(nint channel, string originAddress, int originPort);

        [DllImport(Library)]
        public static extern int ssh_channel_open_auth_agent(nint channel);

        [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int ssh_channel_write(nint channel, string text, uint length);
    }
}
