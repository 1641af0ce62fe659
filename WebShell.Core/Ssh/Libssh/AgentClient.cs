using System.Buffers.Binary;
using System.Net.Sockets;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Asks an ssh-agent for a signature (draft-miller-ssh-agent), within <see cref="Timeout"/>: one that wants a person's touch cannot be used by a server.</summary>
internal sealed class AgentClient(string socketPath)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const byte SignResponse = 14;
    private const int MaxAnswerBytes = 64 * 1024;

    /// <param name="request">The whole request (SSH_AGENTC_SIGN_REQUEST), without its length.</param>
    /// <param name="cancellationToken">The attempt's.</param>
    /// <returns>The whole answer, without its length.</returns>
    /// <exception cref="InvalidOperationException">The agent refused.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    /// <exception cref="SocketException">There is none.</exception>
    public async Task<byte[]> SignAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), limit.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Framed(request), limit.Token);
            var answer = await ReadAsync(stream, limit.Token);
            return answer is [SignResponse, ..] ? answer : throw new InvalidOperationException("The agent did not sign.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The agent did not answer within {Timeout.TotalSeconds:0} s.", e);
        }
    }

    private static byte[] Framed(byte[] message)
    {
        var frame = new byte[sizeof(uint) + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)message.Length);
        message.CopyTo(frame, sizeof(uint));
        return frame;
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(uint)];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        var answer = length <= MaxAnswerBytes ? new byte[length] : throw new InvalidOperationException("The agent's answer is too long.");
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }
}
