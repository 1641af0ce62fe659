using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>The functions of <c>libssh.so.4</c> (0.10) that are used; every call with a session belongs on that session's loop.</summary>
internal static unsafe partial class LibsshNative
{
    public const string Library = "libssh.so.4";

    public const int Ok = 0;
    public const int Error = -1;
    public const int Again = -2;

    public const int AuthSuccess = 0;
    public const int AuthDenied = 1;
    public const int AuthPartial = 2;
    public const int AuthInfo = 3;
    public const int AuthAgain = 4;

    /// <summary>Bits of <see cref="ssh_userauth_list"/>.</summary>
    public const int MethodPassword = 0x02;
    public const int MethodPublicKey = 0x04;
    public const int MethodInteractive = 0x10;

    /// <summary>Bit of <see cref="ssh_get_poll_flags"/>: bytes wait for the socket to become writable.</summary>
    public const int WritePending = 8;

    /// <summary>Kinds of <see cref="ssh_message_type"/>: the machine asks for a channel; for something of the connection.</summary>
    public const int RequestChannelOpen = 2;
    public const int RequestGlobal = 5;

    [LibraryImport(Library)]
    public static partial int ssh_init();

    [LibraryImport(Library)]
    public static partial byte* ssh_version(int required);

    [LibraryImport(Library)]
    public static partial SessionHandle ssh_new();

    [LibraryImport(Library)]
    public static partial void ssh_free(nint session);

    [LibraryImport(Library)]
    public static partial void ssh_disconnect(SessionHandle session);

    [LibraryImport(Library)]
    public static partial void ssh_silent_disconnect(SessionHandle session);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_options_set(SessionHandle session, SessionOption option, string value);

    [LibraryImport(Library)]
    public static partial int ssh_options_set(SessionHandle session, SessionOption option, void* value);

    [LibraryImport(Library)]
    public static partial int ssh_connect(SessionHandle session);

    [LibraryImport(Library)]
    public static partial void ssh_set_blocking(SessionHandle session, int blocking);

    [LibraryImport(Library)]
    public static partial int ssh_get_fd(SessionHandle session);

    [LibraryImport(Library)]
    public static partial int ssh_get_poll_flags(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_get_error(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_get_kex_algo(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_get_cipher_in(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_get_hmac_in(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_get_serverbanner(SessionHandle session);

    /// <summary>What the machine said last during the sign-in; to be freed.</summary>
    [LibraryImport(Library)]
    public static partial byte* ssh_get_issue_banner(SessionHandle session);

    [LibraryImport(Library)]
    public static partial int ssh_get_server_publickey(SessionHandle session, out KeyHandle key);

    [LibraryImport(Library)]
    public static partial int ssh_pki_export_pubkey_base64(KeyHandle key, out byte* base64);

    [LibraryImport(Library)]
    public static partial void ssh_string_free_char(byte* text);

    [LibraryImport(Library)]
    public static partial int ssh_pki_generate(int type, int parameter, out KeyHandle key);

    [LibraryImport(Library)]
    public static partial int ssh_pki_export_privkey_base64(KeyHandle key, byte* passphrase, nint ask, nint data, out byte* base64);

    [LibraryImport(Library)]
    public static partial void ssh_key_free(nint key);

    [LibraryImport(Library)]
    public static partial int ssh_pki_import_privkey_base64(byte* key, byte* passphrase, nint ask, nint data, out KeyHandle result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_password(SessionHandle session, string login, byte* password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_publickey(SessionHandle session, string login, KeyHandle key);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_none(SessionHandle session, string login);

    /// <summary>What the machine offered with its last refusal.</summary>
    [LibraryImport(Library)]
    public static partial int ssh_userauth_list(SessionHandle session, byte* unused);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_agent(SessionHandle session, string login);

    /// <summary>libssh owns the descriptor from here on.</summary>
    [LibraryImport(Library)]
    public static partial int ssh_set_agent_socket(SessionHandle session, int fd);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_userauth_kbdint(SessionHandle session, string login, byte* submethods);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_kbdint_getnprompts(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_userauth_kbdint_getname(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_userauth_kbdint_getinstruction(SessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* ssh_userauth_kbdint_getprompt(SessionHandle session, uint index, byte* echo);

    [LibraryImport(Library)]
    public static partial int ssh_userauth_kbdint_setanswer(SessionHandle session, uint index, byte* answer);

    [LibraryImport(Library)]
    public static partial int ssh_is_connected(SessionHandle session);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_key_type_from_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_pki_import_cert_base64(string base64, int type, out KeyHandle result);

    [LibraryImport(Library)]
    public static partial int ssh_pki_copy_cert_to_privkey(KeyHandle certificate, KeyHandle privateKey);

    [LibraryImport(Library)]
    public static partial int ssh_set_message_callback(
        SessionHandle session, delegate* unmanaged[Cdecl]<nint, nint, nint, int> callback, nint data);

    [LibraryImport(Library)]
    public static partial int ssh_message_type(nint message);

    [LibraryImport(Library)]
    public static partial void ssh_set_counters(SessionHandle session, ByteCounter* socket, ByteCounter* raw);

    [LibraryImport(Library)]
    public static partial int ssh_send_keepalive(SessionHandle session);

    [LibraryImport(Library)]
    public static partial nint ssh_event_new();

    [LibraryImport(Library)]
    public static partial void ssh_event_free(nint pollEvent);

    [LibraryImport(Library)]
    public static partial int ssh_event_add_session(nint pollEvent, SessionHandle session);

    [LibraryImport(Library)]
    public static partial int ssh_event_remove_session(nint pollEvent, SessionHandle session);

    [LibraryImport(Library)]
    public static partial int ssh_event_dopoll(nint pollEvent, int milliseconds);

    [LibraryImport(Library)]
    public static partial nint ssh_channel_new(SessionHandle session);

    [LibraryImport(Library)]
    public static partial void ssh_channel_free(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_open_session(nint channel);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_channel_open_forward(nint channel, string host, int port, string originator, int originatorPort);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_channel_request_pty_size(nint channel, string terminal, int columns, int rows);

    [LibraryImport(Library)]
    public static partial int ssh_channel_change_pty_size(nint channel, int columns, int rows);

    [LibraryImport(Library)]
    public static partial int ssh_channel_request_shell(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_write(nint channel, byte* data, uint length);

    [LibraryImport(Library)]
    public static partial int ssh_channel_read_timeout(nint channel, byte* data, uint length, int isStderr, int timeoutMilliseconds);

    [LibraryImport(Library)]
    public static partial int ssh_set_channel_callbacks(nint channel, ChannelCallbacks* callbacks);

    [LibraryImport(Library)]
    public static partial int ssh_remove_channel_callbacks(nint channel, ChannelCallbacks* callbacks);

    public static string Text(byte* text) => text == null ? "" : Utf8StringMarshaller.ConvertToManaged(text) ?? "";

    public static int SetOption(SessionHandle session, SessionOption option, int value) => ssh_options_set(session, option, &value);

    /// <summary>libssh reads a C bool here: one byte.</summary>
    public static int SetOption(SessionHandle session, SessionOption option, bool value)
    {
        var flag = value ? (byte)1 : (byte)0;
        return ssh_options_set(session, option, &flag);
    }

    /// <summary><c>struct ssh_counter_struct</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ByteCounter
    {
        public ulong InBytes;
        public ulong OutBytes;
        public ulong InPackets;
        public ulong OutPackets;
    }

    /// <summary><c>struct ssh_channel_callbacks_struct</c>, the fields in libssh's order; unset ones stay null.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ChannelCallbacks
    {
        public nuint Size;
        public nint UserData;
        public delegate* unmanaged[Cdecl]<nint, nint, byte*, uint, int, nint, int> Data;
        public delegate* unmanaged[Cdecl]<nint, nint, nint, void> Eof;
        public delegate* unmanaged[Cdecl]<nint, nint, nint, void> Close;
        public nint Signal;
        public delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> ExitStatus;
        public delegate* unmanaged[Cdecl]<nint, nint, byte*, int, byte*, byte*, nint, void> ExitSignal;
        public nint PtyRequest;
        public nint ShellRequest;
        public nint AuthAgentRequest;
        public nint X11Request;
        public nint WindowChange;
        public nint ExecRequest;
        public nint EnvRequest;
        public nint SubsystemRequest;
        public nint WriteWontBlock;
    }
}

/// <summary><c>enum ssh_options_e</c>: only what is set.</summary>
internal enum SessionOption
{
    Fd = 3,
    User = 4,
    SshDir = 5,
    Timeout = 9,
    CiphersOut = 15,
    CiphersIn = 16,
    CompressionOut = 17,
    CompressionIn = 18,
    KeyExchange = 24,
    HostKeys = 25,
    MacsOut = 29,
    MacsIn = 30,
    PublicKeyAcceptedTypes = 37,
    ProcessConfig = 38,
    RsaMinSize = 41,
}
