namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>The Node script that opens circuits with one idle shell each (load/idle-shells.mjs). Disposing ends it and all of them.</summary>
internal sealed class IdleShells : IAsyncDisposable
{
    private readonly NodeScript _script;

    private IdleShells(NodeScript script) => _script = script;

    public static IdleShells Start(Uri signIn, string vm) => new(NodeScript.Start("idle-shells.mjs", signIn.ToString(), vm));

    /// <summary>Opens shells until there are that many; returns when each has shown its prompt.</summary>
    /// <exception cref="BenchException">They could not all be opened.</exception>
    public async Task OpenAsync(int total)
    {
        var answer = await _script.AskAsync($"open {total}");
        if (answer != $"open {total}")
        {
            throw new BenchException($"{total} idle shells could not be opened: {answer}");
        }
    }

    /// <summary>A client with the script's own sign-in.</summary>
    public async Task<HttpClient> SignedInClientAsync(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Cookie", await _script.AskAsync("cookie"));
        return client;
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();
}
