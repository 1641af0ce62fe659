using System.Diagnostics;
using WebShell.App;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>
/// A running <see cref="BenchHost"/> in a process of its own, with the runtime configuration of the portal. It ends when it is
/// disposed, and by itself when this process is gone, because its standard input closes then.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string ReadyMark = "WebShell ready: ";
    private const int KeptLines = 40;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    // One user opens everything here, so the limits that protect users from each other would only be measured.
    private static readonly string[] Settings =
    [
        "--WebShell:Sessions:ShellsPerUser", "1000", "--WebShell:Sessions:ShellsPerVm", "1000", "--WebShell:Sessions:ShellsPerNode", "1000",
        "--WebShell:Sessions:DetachGrace", "01:00:00", "--WebShell:Circuits:PerUser", "1000",
    ];

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();

    private BenchServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ready.TrySetException(new BenchException($"The server ended:\n{LastLines()}"));
    }

    /// <summary>The address with the one-time token of the first administrator.</summary>
    public Uri SignIn { get; private set; } = null!;

    public Uri Address => new(SignIn.GetLeftPart(UriPartial.Authority));

    public int ProcessId => _process.Id;

    /// <summary>User and kernel time of all its threads so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="dataDirectory">An empty folder.</param>
    /// <param name="settings">What is configured besides.</param>
    /// <exception cref="BenchException">It did not start; the message has its last words.</exception>
    public static async Task<BenchServer> StartAsync(string dataDirectory, params string[] settings)
    {
        var folder = AppContext.BaseDirectory;
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development", ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            ArgumentList =
            {
                "exec",
                "--runtimeconfig", Path.Combine(folder, $"{typeof(Portal).Assembly.GetName().Name}.runtimeconfig.json"),
                "--depsfile", Path.Combine(folder, $"{typeof(BenchServer).Assembly.GetName().Name}.deps.json"),
                typeof(BenchServer).Assembly.Location,
                "bench-host", "--port", "0", "--data", dataDirectory,
            },
        };
        foreach (var setting in Settings.Concat(settings))
        {
            start.ArgumentList.Add(setting);
        }

        var server = new BenchServer(Process.Start(start)!);
        try
        {
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            server.SignIn = await server._ready.Task.WaitAsync(StartLimit);
            return server;
        }
        catch (TimeoutException)
        {
            await server.DisposeAsync();
            throw new BenchException($"The server was not ready within {StartLimit.TotalSeconds:0} s:\n{server.LastLines()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The server did not stop by itself and was killed:\n{LastLines()}");
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public string LastLines()
    {
        lock (_lastLines)
        {
            return string.Join('\n', _lastLines);
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(ReadyMark, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line[ReadyMark.Length..].Trim()));
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
