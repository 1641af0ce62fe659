using System.Net.Sockets;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>
/// The script that starts a <see cref="VmProbe"/> from a shell prompt, and the socket on which the probe reports. The terminal
/// is in raw mode while the probe runs and as before afterwards.
/// </summary>
internal sealed class ProbeLauncher : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public ProbeLauncher(string folder)
    {
        var socket = Path.Combine(folder, "probe.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen(backlog: 8);

        // Given to sh as an argument, so that the file needs no right to be executed.
        var script = Path.Combine(folder, "probe");
        Command = $"sh {script}";
        File.WriteAllText(script, $"""
            saved=$(stty -g)
            stty raw -echo
            '{Environment.ProcessPath}' '{typeof(ProbeLauncher).Assembly.Location}' vm-probe '{socket}'
            stty "$saved"

            """.ReplaceLineEndings("\n"));
    }

    /// <summary>What to type at the prompt.</summary>
    public string Command { get; }

    /// <summary>Waits for the probe whose command has just been typed.</summary>
    /// <exception cref="BenchException">It did not report in time.</exception>
    public async Task<ProbeLink> AcceptAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        try
        {
            return new ProbeLink(await _listener.AcceptAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            throw new BenchException($"The probe did not start within {StartLimit.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => _listener.Dispose();
}
