using System.Globalization;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A server of libssh's server half, for what no real sshd does: one connection, served on a thread of its own.</summary>
internal abstract class LibsshHalfServer : SshServer
{
    public override async Task MakeHostKeyAsync()
    {
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", HostKeyFile);
        HostKey = ReadPublicKey(HostKeyFile + ".pub");
    }

    protected static void Check(int code)
    {
        if (code != LibsshServer.Ok)
        {
            throw new InvalidOperationException($"libssh's server half answered {code}.");
        }
    }

    /// <summary>Says yes to a password, a session, a terminal and a shell, and leaves everything else to libssh; returns the shell's channel.</summary>
    protected static nint OpenShell(nint session)
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

    protected override Task<ServerProcess?> LaunchAsync()
    {
        var bind = LibsshServer.ssh_bind_new();
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindAddress, "127.0.0.1"));
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindPortText, Port.ToString(CultureInfo.InvariantCulture)));
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindHostKey, HostKeyFile));
        Check(LibsshServer.ssh_bind_listen(bind));
        new Thread(() => Run(bind)) { IsBackground = true }.Start();
        return Task.FromResult<ServerProcess?>(null);
    }

    /// <summary>What it does when the keys are agreed on; blocks.</summary>
    protected abstract void Serve(nint session);

    /// <summary>It came to nothing: told instead of ending the process with an exception on a thread of its own.</summary>
    protected virtual void OnFailed(Exception cause)
    {
    }

    private void Run(nint bind)
    {
        var session = LibsshServer.ssh_new();
        try
        {
            Check(LibsshServer.ssh_bind_accept(bind, session));
            Check(LibsshServer.ssh_handle_key_exchange(session));
            Serve(session);
        }
        catch (Exception e)
        {
            OnFailed(e);
        }
        finally
        {
            LibsshServer.ssh_disconnect(session);
            LibsshServer.ssh_free(session);
            LibsshServer.ssh_bind_free(bind);
        }
    }
}
