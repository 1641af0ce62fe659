using System.Text;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Talks to a shell like a person with patience: types a line, reads until something appears.</summary>
internal sealed class ShellScript(IShell shell)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly StringBuilder _unread = new();

    public IShell Shell => shell;

    public Task TypeAsync(string text) => Within.Seconds(shell.WriteAsync(Encoding.UTF8.GetBytes(text), default));

    /// <summary>Reads until the text came, and returns what came before and with it.</summary>
    public async Task<string> ExpectAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (true)
        {
            var seen = _unread.ToString();
            var at = seen.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0)
            {
                _unread.Remove(0, at + text.Length);
                return seen[..(at + text.Length)];
            }

            var count = await ReadAsync(seen, limit.Token);
            Assert.True(count > 0, $"The shell ended before '{text}' came; it said: {seen}");
            _unread.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }
    }

    /// <summary>A command's output between two marks, with the terminal's line ends made plain.</summary>
    public async Task<string> RunAsync(string command)
    {
        await TypeAsync($"echo BE''GIN; {command}; echo E''ND\n");
        await ExpectAsync("BEGIN\r\n");
        return (await ExpectAsync("END\r\n"))[..^5].ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private async Task<int> ReadAsync(string seen, CancellationToken cancellationToken)
    {
        try
        {
            return await shell.ReadAsync(_buffer, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Nothing more came; so far: {seen}");
            throw;
        }
    }
}
