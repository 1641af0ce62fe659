using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Signs in with one key of the service account's agent, which an administrator configured (<see cref="SshOptions.AgentSocket"/>).</summary>
/// <remarks>
/// libssh speaks with an agent by blocking calls, which would hold a whole loop. So it gets a socket pair in which our answers
/// already lie: first the one key and a refusal to sign, which tells us what is to be signed; the agent signs that off the loop,
/// and a second call finds the signature. It never sees the agent itself, nor any other of its keys.
/// </remarks>
internal sealed class LibsshAgentKey(SignInSteps steps, SshTarget target, SshOptions options)
{
    private const byte Failure = 5;
    private const byte IdentitiesAnswer = 12;

    public async Task<SignInReply> RunAsync(AgentKeyCredential credential, CancellationToken cancellationToken)
    {
        var agent = new AgentClient(options.AgentSocket ?? throw Unusable("no agent is configured (WebShell:Ssh:AgentSocket)", null));
        var (ours, theirs) = Pair();
        using (ours)
        {
            var code = await steps.ReadAsync(handle => LibsshNative.ssh_set_agent_socket(handle, theirs));
            if (code != LibsshNative.Ok)
            {
                throw new InvalidOperationException("libssh does not take an agent's socket.");
            }

            var identities = Identities(credential.Blob);
            Put(ours, identities, [Failure]);
            var refused = await TryAsync(cancellationToken);
            if (refused is { } final)
            {
                return final;
            }

            Put(ours, identities, await SignAsync(agent, LastRequest(ours), cancellationToken));
            return await steps.RunAsync(handle => LibsshNative.ssh_userauth_agent(handle, target.Login), cancellationToken);
        }
    }

    // Null: the machine takes the key, and wants it proved.
    private async Task<SignInReply?> TryAsync(CancellationToken cancellationToken)
    {
        const int NotSigned = int.MaxValue;
        var reply = await steps.RunAsync(
            handle => LibsshNative.ssh_userauth_agent(handle, target.Login) is var code && code == LibsshNative.Error && IsAlive(handle) ? NotSigned : code, cancellationToken);
        return reply.Code == NotSigned ? null : reply;
    }

    private static bool IsAlive(SessionHandle handle) => LibsshNative.ssh_is_connected(handle) != 0;

    private async Task<byte[]> SignAsync(AgentClient agent, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            return await agent.SignAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException or InvalidOperationException or ArgumentException)
        {
            throw Unusable("the agent does not answer, does not hold the key or refuses to use it", e);
        }
    }

    private ShellException Unusable(string why, Exception? cause) => new(
        ShellFailureReason.CredentialUnusable, $"{target.VmName} is signed in to as {target.Login} with a key of the portal's agent, but {why}. Tell an administrator.", cause);

    private static (Socket Ours, int Theirs) Pair()
    {
        Span<int> pair = stackalloc int[2];
        if (AgentSocketPair.Open(pair) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return (new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)) { Blocking = false }, pair[1]);
    }

    private static void Put(Socket socket, params ReadOnlySpan<byte[]> messages)
    {
        foreach (var message in messages)
        {
            var frame = new byte[sizeof(uint) + message.Length];
            BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)message.Length);
            message.CopyTo(frame, sizeof(uint));
            if (socket.Send(frame) != frame.Length)
            {
                throw new InvalidOperationException("An agent's answer does not fit into a socket.");
            }
        }
    }

    // What libssh has asked lies in the socket: for the keys, then for the signature.
    private static byte[] LastRequest(Socket socket)
    {
        var buffer = new byte[socket.Available];
        var length = socket.Receive(buffer);
        var rest = buffer.AsSpan(0, length);
        var last = ReadOnlySpan<byte>.Empty;
        while (rest.Length > sizeof(uint))
        {
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(rest);
            last = rest.Slice(sizeof(uint), size);
            rest = rest[(sizeof(uint) + size)..];
        }

        return last.ToArray();
    }

    // One key, without a comment.
    private static byte[] Identities(byte[] blob)
    {
        var message = new byte[1 + sizeof(uint) + sizeof(uint) + blob.Length + sizeof(uint)];
        message[0] = IdentitiesAnswer;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(1), 1);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(5), (uint)blob.Length);
        blob.CopyTo(message, 9);
        return message;
    }
}
