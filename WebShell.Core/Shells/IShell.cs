namespace WebShell.Core.Shells;

/// <summary>
/// A running shell on some machine: bytes in, bytes out, and a size. One reader and one writer at a time.
/// Reading less makes the machine wait; a write that the machine does not take yet waits too.
/// </summary>
public interface IShell : IAsyncDisposable
{
    /// <summary>What was agreed on while the connection was made; shown with the session, never a secret.</summary>
    ShellFacts Facts { get; }

    /// <summary>Completes, and never fails, when no more output can come. Output that came before is still to be read.</summary>
    Task<ShellEnd> Ended { get; }

    /// <summary>The last measured time from the portal to the machine and back; null when it is not known.</summary>
    TimeSpan? RoundTrip { get; }

    /// <summary>
    /// Reads the shell's next output into <paramref name="buffer"/>; zero means that there will be no more. With an empty buffer it
    /// only waits until a read would not wait.
    /// </summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Hands input on in order; completes when it is queued, and waits while the bounded queue is full.</summary>
    /// <exception cref="ShellException">The shell has ended (<see cref="ShellFailureReason.ConnectionLost"/>).</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken);

    /// <summary>Tells the machine the terminal's new size; after the end it does nothing.</summary>
    ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken);
}

/// <summary>What was negotiated for a shell's connection, in the words of RFC 4253 (empty for shells without SSH).</summary>
public sealed record ShellFacts
{
    public string ServerBanner { get; init; } = "";

    /// <summary>What the machine said during the sign-in (banners, RFC 4252, 5.4): lines of visible characters, the first output of its shell. Mostly empty.</summary>
    public string Notice { get; init; } = "";

    public string KeyExchange { get; init; } = "";

    public string Cipher { get; init; } = "";

    public string Mac { get; init; } = "";

    /// <summary>An administrator allowed old algorithms (SHA-1, CBC) for this machine, whether or not one was agreed on.</summary>
    public bool AllowsLegacyAlgorithms { get; init; }

    /// <summary>The host key's algorithm and SHA-256 print, as in <c>ssh-ed25519 SHA256:…</c>.</summary>
    public string HostKey { get; init; } = "";
}
