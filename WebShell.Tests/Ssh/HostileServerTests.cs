using System.Diagnostics;
using System.Text;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Machines that break SSH's rules before anybody has signed in: each is ended within the deadlines, takes no memory, and disturbs no neighbour.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class HostileServerTests(SshFixture ssh)
{
    private const int MegaByte = 1024 * 1024;
    private const byte Ignore = 2, KexInit = 20, ChannelData = 94;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public static TheoryData<string, ShellFailureReason> Attacks => new()
    {
        { nameof(Scripts.Silent), ShellFailureReason.ConnectTimeout },
        { nameof(Scripts.DrippingGreeting), ShellFailureReason.ConnectTimeout },
        { nameof(Scripts.EndlessGreeting), ShellFailureReason.NotSsh },
        { nameof(Scripts.EndlessLinesBeforeTheGreeting), ShellFailureReason.ConnectTimeout },
        { nameof(Scripts.GreetingThenSilence), ShellFailureReason.ConnectTimeout },
        { nameof(Scripts.PacketOfFourGigabytes), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.PacketOfNothing), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.PacketOfPaddingOnly), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.NamesLongerThanTheirPacket), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.NoiseForKeys), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.OutputBeforeTheSignIn), ShellFailureReason.ConnectionLost },
        { nameof(Scripts.FloodBeforeTheKeys), ShellFailureReason.ConnectTimeout },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Attack_EndsWithinTheDeadline_WithoutMemory(string attack, ShellFailureReason reason)
    {
        var script = typeof(Scripts).GetMethod(attack)!.CreateDelegate<Func<HostileServer, System.Net.Sockets.NetworkStream, CancellationToken, Task>>();
        await using var hostile = new HostileServer(script);
        await using var portal = new SshPortal(options => options.ConnectTimeout = Deadline);
        var person = new Person { AcceptsHostKey = true, SignsInWith = new PasswordCredential("secret") };
        var before = Resident();
        var clock = Stopwatch.StartNew();

        var failure = await portal.FailAsync(ssh.OpenSsh.Request() with { Port = hostile.Port, Credential = null }, person);

        // The deadline itself, and what a busy computer adds.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Deadline + TimeSpan.FromSeconds(8));
        Assert.Equal(reason, failure.Reason);
        Assert.InRange(Resident() - before, long.MinValue, 64 * MegaByte);
        Assert.Empty(person.Offers);
        Assert.Empty(person.Questions);
    }

    [Fact]
    public async Task Flood_InsteadOfASignIn_EndsWithinTheDeadline_WithoutMemory()
    {
        await using var hostile = await FloodingServer.StartNewAsync(signsIn: false);
        await using var portal = new SshPortal(options => options.SignInTimeout = Deadline).Trusting(hostile);
        var before = Resident();
        var clock = Stopwatch.StartNew();

        var failure = await portal.FailAsync(hostile.Request());

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Deadline + TimeSpan.FromSeconds(8));
        Assert.Equal(ShellFailureReason.SignInTimeout, failure.Reason);
        Assert.InRange(hostile.Sent, MegaByte, long.MaxValue);
        Assert.InRange(Resident() - before, long.MinValue, 64 * MegaByte);
    }

    [Fact]
    public async Task Output_FarBeyondItsWindow_StopsAtTheBound_AndIsReadOnWhenSomebodyReads()
    {
        await using var hostile = await FloodingServer.StartNewAsync(signsIn: true);
        await using var portal = new SshPortal().Trusting(hostile);
        var before = Resident();
        await using var shell = await portal.OpenAsync(hostile.Request(credential: null), new Person { SignsInWith = new PasswordCredential("any") });
        var stopped = await StandstillAsync(hostile);

        // The pipe's megabyte, and what sockets hold.
        Assert.InRange(stopped, MegaByte / 2, 24 * MegaByte);
        Assert.InRange(Resident() - before, long.MinValue, 64 * MegaByte);
        var buffer = new byte[64 * 1024];
        for (long read = 0; read < 2 * stopped;)
        {
            var count = await Within.Seconds(shell.ReadAsync(buffer, default).AsTask());
            Assert.All(buffer[..Math.Min(count, 16)], value => Assert.Equal((byte)'x', value));
            read += count;
        }

        Assert.InRange(hostile.Sent, stopped + 1, long.MaxValue);
    }

    [Fact]
    public async Task Flood_BeforeTheKeys_DoesNotStallANeighbourOnTheSameLoop()
    {
        await using var hostile = new HostileServer(Scripts.FloodBeforeTheKeys);
        await using var portal = new SshPortal(options => (options.ConnectTimeout, options.Loops) = (TimeSpan.FromSeconds(3), 1)).Trusting(ssh.OpenSsh);
        await using var shell = await portal.OpenAsync(ssh.OpenSsh.Request());
        var attack = portal.FailAsync(ssh.OpenSsh.Request() with { Port = hostile.Port, VmName = "hostile" });
        while (hostile.Sent < MegaByte)
        {
            await Task.Delay(10);
        }

        await shell.WriteAsync("echo still-$((1+1))-here\n"u8.ToArray(), default);
        var shown = new StringBuilder();
        var buffer = new byte[4096];
        while (!shown.ToString().Contains("still-2-here", StringComparison.Ordinal))
        {
            shown.Append(Encoding.UTF8.GetString(buffer, 0, await Within.Seconds(shell.ReadAsync(buffer, default).AsTask())));
        }

        Assert.False(attack.IsCompleted, "The neighbour was not answered while the flood went on.");
        await attack;
    }

    private static async Task<long> StandstillAsync(FloodingServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        long last = -1;
        for (var equal = 0; equal < 5;)
        {
            await Task.Delay(200, patience.Token);
            equal = server.Sent == last && last > 0 ? equal + 1 : 0;
            last = server.Sent;
        }

        return last;
    }

    private static long Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static class Scripts
    {
        public static Task Silent(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token) => Task.CompletedTask;

        public static async Task DrippingGreeting(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, "SSH-2.0-"u8.ToArray(), token);
            while (true)
            {
                await Task.Delay(100, token);
                await server.SendAsync(stream, "x"u8.ToArray(), token);
            }
        }

        public static async Task EndlessGreeting(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, "SSH-2.0-"u8.ToArray(), token);
            await server.FloodAsync(stream, Filled('x'), token);
        }

        public static Task EndlessLinesBeforeTheGreeting(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token) =>
            server.FloodAsync(stream, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Welcome to this machine\r\n", 1000))), token);

        public static Task GreetingThenSilence(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token) =>
            server.SendAsync(stream, HostileServer.Greeting, token);

        public static async Task PacketOfFourGigabytes(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            await server.SendAsync(stream, new byte[] { 0xff, 0xff, 0xff, 0xff, 4, KexInit }, token);
            await server.FloodAsync(stream, Filled('x'), token);
        }

        public static async Task PacketOfNothing(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            await server.FloodAsync(stream, new byte[64], token);
        }

        public static async Task PacketOfPaddingOnly(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            await server.SendAsync(stream, new byte[] { 0, 0, 0, 12, 255, KexInit, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, token);
        }

        public static async Task NamesLongerThanTheirPacket(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            byte[] payload = [KexInit, .. new byte[16], 0x7f, 0xff, 0xff, 0xff, (byte)'a'];
            await server.SendAsync(stream, HostileServer.Packet(payload), token);
        }

        public static async Task NoiseForKeys(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            var noise = new byte[4096];
            new Random(1).NextBytes(noise);
            byte[] payload = [KexInit, .. noise];
            await server.SendAsync(stream, HostileServer.Packet(payload), token);
        }

        public static async Task OutputBeforeTheSignIn(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            byte[] payload = [ChannelData, 0, 0, 0, 0, 0, 0, 0, 4, .. "root"u8];
            await server.SendAsync(stream, HostileServer.Packet(payload), token);
        }

        public static async Task FloodBeforeTheKeys(HostileServer server, System.Net.Sockets.NetworkStream stream, CancellationToken token)
        {
            await server.SendAsync(stream, HostileServer.Greeting, token);
            byte[] payload = [Ignore, 0, 0, 0x40, 0, .. Filled('x').AsSpan(0, 0x4000)];
            await server.FloodAsync(stream, HostileServer.Packet(payload), token);
        }

        private static byte[] Filled(char with)
        {
            var data = new byte[32 * 1024];
            Array.Fill(data, (byte)with);
            return data;
        }
    }
}
