using System.Diagnostics;
using System.Text;

namespace WebShell.Tests.Demo;

/// <summary>The portal as a process of its own, started by a program and its arguments; what is left of it is told by the data folder in its processes' command lines.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public PortalProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>The portal that was built beside the tests.</summary>
    public static PortalProcess Start(string data, params string[] options) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "WebShell.App.dll"), "--port", "0", "--data", data, .. options]);

    /// <summary>Waits for the ready line and gives its address.</summary>
    public async Task<Uri> ReadyAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(StartLimit);
        Assert.True(line?.StartsWith("WebShell ready: ", StringComparison.Ordinal), $"{line}\n{Errors}");
        return new Uri(line!["WebShell ready: ".Length..]);
    }

    /// <summary>The rest of standard output.</summary>
    public Task<string> OutputAsync() => _process.StandardOutput.ReadToEndAsync().WaitAsync(EndLimit);

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(EndLimit);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Signal(string signal) => Process.Start("kill", ["-s", signal, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Waits until no process has the folder in its command line or environment; gives the last ones seen where they stay.</summary>
    public static async Task<string[]> LeftOverAsync(string data)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var left = ProcessesOf(data);
            if (left.Length == 0 || limit.IsCancellationRequested)
            {
                return left;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>The command lines of the processes that have the folder in their command line or environment.</summary>
    public static string[] ProcessesOf(string data) =>
        [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId)
            .Select(folder => (Line: Read(folder, "cmdline"), Surroundings: Read(folder, "environ")))
            .Where(process => process.Line.Contains(data, StringComparison.Ordinal) || process.Surroundings.Contains(data, StringComparison.Ordinal))
            .Select(process => process.Line.Replace('\0', ' '))];

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended in between, or belongs to somebody else.
            return "";
        }
    }
}
