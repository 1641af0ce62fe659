using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Whether this libssh looks at the authentication tags of a cipher: one that does not (CVE-2026-59847) works unnoticed until somebody
/// changes what it carries. Two sessions of this process agree on keys over a wire that we hold; a packet passes as it is, and one with
/// a single bit of its tag turned over must end the session.
/// </summary>
internal static unsafe partial class TagSelfTest
{
    private const int TimeoutSeconds = 5;
    private const int PollMilliseconds = 200;
    private const int MaxPolls = 10;

    // Bits of ssh_get_status; others say that bytes wait to be read or written.
    private const int Closed = 1;
    private const int ClosedByError = 4;
    private const int KeyTypeEcdsaP256 = 8;
    private const string Payload = "a packet that the other side ignores";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4 * TimeoutSeconds);

    /// <summary>True only when the unchanged packet arrived and the changed one was refused; whatever else happens is no.</summary>
    /// <param name="cipher">A name as in <see cref="SshAlgorithms.Ciphers"/>.</param>
    /// <param name="turnsTheBit">False to see the test fail.</param>
    public static bool Passes(string cipher, bool turnsTheBit = true)
    {
        // On a thread of its own, because all calls block; when it hangs it is left behind, and the answer is no.
        var passes = false;
        var test = new Thread(() => passes = Run(cipher, turnsTheBit)) { IsBackground = true, Name = "ssh self-test" };
        test.Start();
        return test.Join(Patience) && passes;
    }

    private static bool Run(string cipher, bool turnsTheBit)
    {
        using var wire = new Wire();
        var (client, server, bind) = (LibsshNative.ssh_new(), LibsshNative.ssh_new(), ssh_bind_new());
        var poll = LibsshNative.ssh_event_new();
        var counter = (LibsshNative.ByteCounter*)NativeMemory.AllocZeroed((nuint)sizeof(LibsshNative.ByteCounter));
        try
        {
            var hears = Connect(client, server, bind, wire, cipher)
                && Count(client, counter, poll)
                && Sends(server)
                && Until(() => counter->InPackets > 0, client, poll);
            wire.TurnNext(turnsTheBit);
            return hears && Sends(server) && Until(() => !IsOpen(client), client, poll) && (ssh_get_status(client) & ClosedByError) != 0;
        }
        finally
        {
            _ = LibsshNative.ssh_event_remove_session(poll, client);
            LibsshNative.ssh_event_free(poll);
            client.Dispose();
            server.Dispose();
            ssh_bind_free(bind);
            NativeMemory.Free(counter);
        }
    }

    private static bool Connect(SessionHandle client, SessionHandle server, nint bind, Wire wire, string cipher)
    {
        SessionSettings.ApplyBasics(client, wire.ClientEnd);
        if (ssh_pki_generate(KeyTypeEcdsaP256, 0, out var key) != LibsshNative.Ok)
        {
            return false;
        }

        // libssh keeps the key that it imports.
        var isReady = LibsshNative.ssh_options_set(client, SessionOption.CiphersIn, cipher) == LibsshNative.Ok
            && LibsshNative.ssh_options_set(client, SessionOption.CiphersOut, cipher) == LibsshNative.Ok
            && ssh_bind_options_set(bind, BindOption.ImportKey, (void*)key) == LibsshNative.Ok
            && SetNoConfiguration(bind)
            && ssh_bind_accept_fd(bind, server, wire.ServerEnd) == LibsshNative.Ok;
        if (!isReady)
        {
            return false;
        }

        foreach (var session in new[] { client, server })
        {
            var seconds = (long)TimeoutSeconds;
            _ = LibsshNative.ssh_options_set(session, SessionOption.Timeout, &seconds);
            LibsshNative.ssh_set_blocking(session, 1);
        }

        var answering = new Thread(() => ssh_handle_key_exchange(server)) { IsBackground = true, Name = "ssh self-test, other side" };
        answering.Start();
        var isConnected = LibsshNative.ssh_connect(client) == LibsshNative.Ok;
        return answering.Join(TimeSpan.FromSeconds(TimeoutSeconds)) && isConnected
            && LibsshNative.Text(LibsshNative.ssh_get_cipher_in(client)) == cipher;
    }

    private static bool SetNoConfiguration(nint bind)
    {
        var no = false;
        return ssh_bind_options_set(bind, BindOption.ProcessConfig, &no) == LibsshNative.Ok;
    }

    private static bool Count(SessionHandle client, LibsshNative.ByteCounter* counter, nint poll)
    {
        LibsshNative.ssh_set_counters(client, null, counter);
        return LibsshNative.ssh_event_add_session(poll, client) == LibsshNative.Ok;
    }

    private static bool Sends(SessionHandle server)
    {
        fixed (byte* payload = System.Text.Encoding.ASCII.GetBytes(Payload + "\0"))
        {
            return ssh_send_ignore(server, payload) == LibsshNative.Ok;
        }
    }

    private static bool Until(Func<bool> isSo, SessionHandle client, nint poll)
    {
        for (var i = 0; i < MaxPolls && !isSo() && IsOpen(client); i++)
        {
            _ = LibsshNative.ssh_event_dopoll(poll, PollMilliseconds);
        }

        return isSo();
    }

    private static bool IsOpen(SessionHandle session) => (ssh_get_status(session) & (Closed | ClosedByError)) == 0;

    private enum BindOption
    {
        ImportKey = 10,
        ProcessConfig = 19,
    }

    [LibraryImport(LibsshNative.Library)]
    private static partial nint ssh_bind_new();

    [LibraryImport(LibsshNative.Library)]
    private static partial void ssh_bind_free(nint bind);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_bind_options_set(nint bind, BindOption option, void* value);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_bind_accept_fd(nint bind, SessionHandle session, int fd);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_handle_key_exchange(SessionHandle session);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_pki_generate(int type, int parameter, out nint key);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_send_ignore(SessionHandle session, byte* data);

    [LibraryImport(LibsshNative.Library)]
    private static partial int ssh_get_status(SessionHandle session);
}
