using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A name with several addresses: the first one that answers is taken, and none is dialled that was not allowed.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class SeveralAddressesTests(SshFixture ssh)
{
    private const string Refusing = "127.0.0.2";
    private const string Silent = "127.0.0.3";
    private const string Decoy = "127.0.0.4";
    private const string Answering = "127.0.0.1";

    private ShellRequest Request => ssh.OpenSsh.Request() with { Host = "vm-1.test" };

    [Fact]
    public async Task Address_ThatRefuses_IsFollowedByTheNext()
    {
        await using var portal = Knowing(options => options.NextAddressDelay = TimeSpan.FromSeconds(10), Refusing, Answering);

        await using var shell = await portal.OpenAsync(Request);

        await new ShellScript(shell).RunAsync("true");
    }

    [Fact]
    public async Task Address_OfIPv6WithoutAServer_IsFollowedByTheOneOfIPv4()
    {
        await using var portal = Knowing(options => options.NextAddressDelay = TimeSpan.FromSeconds(10), "::1", Answering);

        await using var shell = await portal.OpenAsync(Request);

        await new ShellScript(shell).RunAsync("true");
    }

    [Fact]
    public async Task Address_ThatDoesNotAnswer_IsOvertakenByTheNext()
    {
        using var silent = new FullListener(Silent, ssh.OpenSsh.Port);
        await using var portal = Knowing(options => options.NextAddressDelay = TimeSpan.FromMilliseconds(100), Silent, Answering);
        var clock = Stopwatch.StartNew();

        await using var shell = await portal.OpenAsync(Request);

        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Addresses_ThatAllRefuse_FailAsTheFirstOne()
    {
        await using var portal = Knowing(_ => { }, Refusing, "127.0.0.5");

        var failure = await portal.FailAsync(Request);

        Assert.Equal((ShellFailureReason.ConnectionRefused, $"{Refusing}:{Request.Port}"), (failure.Reason, failure.Address));
    }

    [Fact]
    public async Task Address_ThatIsDenied_IsNotDialledBesideAnAllowedOne()
    {
        await using var decoy = new TcpServer("", hangsUp: true, Decoy, ssh.OpenSsh.Port);
        await using var portal = Knowing(options => options.DeniedAddresses = [Decoy], "169.254.169.254", Decoy, "224.0.0.1", Answering);

        var dialled = await portal.Get<TargetResolver>().ResolveAsync(SshTarget.Parse(Request), default);
        await using var shell = await portal.OpenAsync(Request);

        Assert.Equal([new IPEndPoint(IPAddress.Loopback, ssh.OpenSsh.Port)], dialled);
        Assert.Equal(0, decoy.Accepted);
    }

    [Fact]
    public async Task Addresses_ThatAreAllDenied_FailBeforeAnythingIsDialled()
    {
        await using var portal = Knowing(_ => { }, "169.254.169.254", "::ffff:169.254.169.254");

        Assert.Equal(ShellFailureReason.AddressDenied, (await portal.FailAsync(Request)).Reason);
    }

    [Fact]
    public async Task Address_ThatIsLoopback_IsNotDialledForAMachineThatIsElsewhere()
    {
        await using var portal = Knowing(_ => { }, Answering);

        Assert.Equal(ShellFailureReason.AddressDenied, (await portal.FailAsync(Request with { AllowLoopback = false })).Reason);
    }

    private SshPortal Knowing(Action<SshOptions> configure, params string[] addresses) =>
        new SshPortal(configure, services => services.Replace(ServiceDescriptor.Singleton<INameLookup>(new FixedNames(addresses)))).Trusting(ssh.OpenSsh);

    /// <summary>A listener whose queue is full: Linux then drops further handshakes, as a firewall would.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket[] _waiting = [.. Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];

        public FullListener(string address, int port)
        {
            var endpoint = new IPEndPoint(IPAddress.Parse(address), port);
            _listener.Bind(endpoint);
            _listener.Listen(0);
            foreach (var socket in _waiting)
            {
                socket.Blocking = false;
                try
                {
                    socket.Connect(endpoint);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // Under way, or for ever so.
                }
            }
        }

        public void Dispose()
        {
            Array.ForEach(_waiting, socket => socket.Dispose());
            _listener.Dispose();
        }
    }
}
