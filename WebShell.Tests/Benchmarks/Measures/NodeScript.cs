using System.Diagnostics;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>A Node script of <c>Benchmarks/load</c> that is spoken to line by line. Disposing ends it, and with it all that it holds open.</summary>
internal sealed class NodeScript : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private NodeScript(Process process) => _process = process;

    public static NodeScript Start(string name, params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "WebShell.Tests/Benchmarks/load", name);
        return new NodeScript(Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Says a line and waits for the script's next.</summary>
    /// <exception cref="BenchException">It ended instead; what it said about that is on standard error.</exception>
    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await _process.StandardOutput.ReadLineAsync().WaitAsync(AnswerLimit) ?? throw new BenchException("The script of the load ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndLimit);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
