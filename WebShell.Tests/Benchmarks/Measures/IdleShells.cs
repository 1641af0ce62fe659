using System.Diagnostics;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>The Node script that opens circuits with one idle shell each (load/idle-shells.mjs). Disposing ends it and all of them.</summary>
internal sealed class IdleShells : IAsyncDisposable
{
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private IdleShells(Process process) => _process = process;

    public static IdleShells Start(Uri signIn, string vm)
    {
        var script = Path.Combine(Repository.Root, "WebShell.Tests/Benchmarks/load/idle-shells.mjs");
        return new IdleShells(Process.Start(new ProcessStartInfo("node", [script, signIn.ToString(), vm])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Opens shells until there are that many; returns when each has shown its prompt.</summary>
    /// <exception cref="BenchException">They could not all be opened.</exception>
    public async Task OpenAsync(int total)
    {
        var answer = await AskAsync($"open {total}");
        if (answer != $"open {total}")
        {
            throw new BenchException($"{total} idle shells could not be opened: {answer}");
        }
    }

    /// <summary>A client with the script's own sign-in.</summary>
    public async Task<HttpClient> SignedInClientAsync(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Cookie", await AskAsync("cookie"));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> AskAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        return await _process.StandardOutput.ReadLineAsync().WaitAsync(OpenLimit) ?? "the script ended";
    }
}
