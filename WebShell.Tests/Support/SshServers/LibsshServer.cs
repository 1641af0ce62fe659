using System.Runtime.InteropServices;

namespace WebShell.Tests.Support.SshServers;

/// <summary>The server half of <c>libssh.so.4</c>, 0.10.</summary>
internal static class LibsshServer
{
    public const int Ok = 0;
    public const int BindAddress = 0;
    public const int BindPortText = 2;
    public const int BindHostKey = 3;
    public const int AuthPassword = 2;
    public const int AuthInteractive = 0x10;
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

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern int ssh_message_auth_interactive_request(nint message, string name, string instruction, uint count, nint[] prompts, byte[] echo);

    [DllImport(Library)]
    public static extern int ssh_message_auth_kbdint_is_response(nint message);

    [DllImport(Library)]
    public static extern int ssh_userauth_kbdint_getnanswers(nint session);

    [DllImport(Library)]
    public static extern nint ssh_userauth_kbdint_getanswer(nint session, uint index);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern int ssh_send_ignore(nint session, string data);
}
