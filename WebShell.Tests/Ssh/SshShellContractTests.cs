using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.Libssh;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>What every SSH backend keeps with every server: real bash in a real terminal.</summary>
public abstract class SshShellContractTests : ShellContractTests
{
    private const int OutputLines = 6_553_600;
    private const int OutputBytes = OutputLines * 8;
    private const int InputBytes = 5 * 1024 * 1024;
    private const byte ControlC = 3;

    [Fact]
    public async Task Output_Of50Megabytes_IsExact()
    {
        await using var shell = await OpenAsync();

        // Through cat: seq itself would write each line for itself.
        await RawAsync(shell, $"seq -w 1 {OutputLines} | cat");

        Assert.Equal(HashOfSequence(), await HashAsync(shell, OutputBytes));
    }

    [Fact]
    public async Task Input_Of5Megabytes_IsExact()
    {
        await using var shell = await OpenAsync();
        var input = RandomNumberGenerator.GetBytes(InputBytes);
        var script = await RawAsync(shell, $"head -c {InputBytes} | sha256sum");

        await Within.Seconds(shell.WriteAsync(input, default));

        await script.ExpectAsync(Convert.ToHexStringLower(SHA256.HashData(input)));
    }

    [Fact]
    public async Task Output_ThatNobodyReads_MakesTheMachineWait()
    {
        await using var shell = await OpenAsync();
        var script = new ShellScript(shell);
        await script.TypeAsync("yes 123456789012345678901234567890\n");
        await script.ExpectAsync("123456789012345678901234567890\r\n123");
        var before = Environment.WorkingSet;

        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 24 * 1024 * 1024);
        await InterruptAsync(script);
    }

    /// <summary>What lies between the program and the reader is how old the screen is; libssh left alone lets 1.26 MB lie there.</summary>
    [Fact]
    public async Task Output_ThatNobodyReads_IsLittle()
    {
        const int pieceBytes = 1024;
        const int mostBytes = 256 * 1024;
        var folder = Directory.CreateTempSubdirectory("webshell-window-");
        var count = Path.Combine(folder.FullName, "count");

        // The shell's login may be another one than ours.
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);
        await using var shell = await OpenAsync();
        var script = new ShellScript(shell);
        await script.RunAsync("true");
        await script.TypeAsync($"i=0; while printf '%0{pieceBytes}d' 0; do i=$((i+1)); echo $i > {count}; done\n");

        var pieces = await StandstillAsync(count);

        Assert.InRange(pieces * pieceBytes, ChannelWindow.InitialBytes - pieceBytes, mostBytes);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ControlC_AgainstAFloodThatIsRead_ActsWithinASecond()
    {
        await using var shell = await OpenAsync();
        var script = new ShellScript(shell);
        await script.TypeAsync("yes\n");
        await script.ExpectAsync("y\r\ny\r\ny\r\n");

        var clock = Stopwatch.StartNew();
        await InterruptAsync(script);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Resize_OpeningAndLater_IsSeenByTheProgram()
    {
        await using var shell = await OpenAsync(new TerminalSize(97, 31));
        var script = new ShellScript(shell);
        Assert.Equal("31 97", await script.RunAsync("stty size"));

        for (var columns = 20; columns <= 220; columns++)
        {
            await shell.ResizeAsync(new TerminalSize(columns, 50), default);
        }

        Assert.Equal("50 220", await script.RunAsync("stty size"));
    }

    [Fact]
    public async Task Exit_WithAStatus_IsReportedAfterTheLastOutput()
    {
        await using var shell = await OpenAsync();
        var script = new ShellScript(shell);

        await script.TypeAsync("echo la''st; exit 42\n");

        Assert.Equal(new ShellEnd(ShellEndReason.Exited, ExitStatus: 42), await Within.Seconds(shell.Ended));
        await script.ExpectAsync("last");
        Assert.Equal(0, await ReadToEndAsync(shell));
    }

    [Fact]
    public async Task Exit_ByASignal_IsReported()
    {
        await using var shell = await OpenAsync();

        await new ShellScript(shell).TypeAsync("kill -KILL $$\n");

        var end = await Within.Seconds(shell.Ended);
        Assert.Equal((ShellEndReason.Signalled, "KILL"), (end.Reason, end.Signal));
    }

    [Fact]
    public async Task Facts_NameWhatWasNegotiated()
    {
        await using var shell = await OpenAsync();

        Assert.StartsWith("SSH-2.0-", shell.Facts.ServerBanner, StringComparison.Ordinal);
        Assert.StartsWith("curve25519-sha256", shell.Facts.KeyExchange, StringComparison.Ordinal);
        Assert.Equal("chacha20-poly1305@openssh.com", shell.Facts.Cipher);
        Assert.StartsWith("ssh-ed25519 SHA256:", shell.Facts.HostKey, StringComparison.Ordinal);
        Assert.InRange(shell.RoundTrip ?? TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Shell_BesideAFloodingOne_StaysQuick()
    {
        await using var flooding = await OpenAsync();
        await using var quiet = await OpenAsync();
        await new ShellScript(flooding).TypeAsync("yes\n");
        using var stop = new CancellationTokenSource();
        var draining = DrainAsync(flooding, stop.Token);
        var script = new ShellScript(quiet);
        await script.RunAsync("true");

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            await script.RunAsync("true");
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await stop.CancelAsync();
        await draining;
    }

    protected abstract Task<IShell> OpenAsync(TerminalSize size);

    protected override Task<IShell> OpenAsync() => OpenAsync(TerminalSize.Default);

    protected override async Task<IShell> OpenRawEchoAsync()
    {
        var shell = await OpenAsync();
        await RawAsync(shell, "exec cat");
        return shell;
    }

    /// <summary>Makes the terminal pass every byte as it is, and runs the command when the terminal is ready.</summary>
    private static async Task<ShellScript> RawAsync(IShell shell, string command)
    {
        var script = new ShellScript(shell);
        await script.TypeAsync($"PS1=; stty raw -echo; echo rea''dy; head -c 1 >/dev/null; {command}\n");
        await script.ExpectAsync("ready\n");
        await script.TypeAsync("g");
        return script;
    }

    // The number in the file once it has not changed for a second.
    private static async Task<int> StandstillAsync(string file)
    {
        var clock = Stopwatch.StartNew();
        var (last, since) = ("", TimeSpan.Zero);
        while (last.Length == 0 || clock.Elapsed - since < TimeSpan.FromSeconds(1))
        {
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            await Task.Delay(50);
            var now = File.Exists(file) ? (await File.ReadAllTextAsync(file)).Trim() : "";
            if (now.Length > 0 && now != last)
            {
                (last, since) = (now, clock.Elapsed);
            }
        }

        return int.Parse(last);
    }

    private static async Task InterruptAsync(ShellScript script)
    {
        await Within.Seconds(script.Shell.WriteAsync(new byte[] { ControlC }, default));
        await script.TypeAsync("echo qui''et\n");
        await script.ExpectAsync("quiet");
    }

    private static byte[] HashOfSequence()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new byte[8];
        line[7] = (byte)'\n';
        for (var i = 1; i <= OutputLines; i++)
        {
            Encoding.ASCII.GetBytes(i.ToString("D7"), line);
            hash.AppendData(line);
        }

        return hash.GetHashAndReset();
    }

    private static async Task<byte[]> HashAsync(IShell shell, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = await shell.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, count)), limit.Token);
            Assert.NotEqual(0, read);
            hash.AppendData(buffer, 0, read);
            count -= read;
        }

        return hash.GetHashAndReset();
    }

    private static async Task<int> ReadToEndAsync(IShell shell)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[4096];
        int read;
        do
        {
            read = await shell.ReadAsync(buffer, limit.Token);
        }
        while (read > 0);
        return read;
    }

    private static async Task DrainAsync(IShell shell, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await shell.ReadAsync(buffer, cancellationToken) > 0)
            {
                // Thrown away.
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
