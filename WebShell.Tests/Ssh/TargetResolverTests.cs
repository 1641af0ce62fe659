using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Options;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;

namespace WebShell.Tests.Ssh;

/// <summary>From a machine's entry to the addresses that are dialled, without dialling.</summary>
public sealed class TargetResolverTests
{
    private readonly SshOptions _options = new() { ResolveTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Name_WhoseServiceDoesNotAnswer_IsGivenUpInTime()
    {
        var clock = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(ResolveAsync("web-01.example", new Names(Timeout.InfiniteTimeSpan))));

        Assert.Equal((ShellFailureReason.NameNotResolved, false), (refused.Failure.Reason, refused.Failure.IsPassing));
        Assert.Contains("within 0.2 s", refused.Failure.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Name_IsLookedUpOnce_SoThatWhatIsDialledIsWhatWasChecked()
    {
        var names = new Names(TimeSpan.Zero, "192.0.2.7", "169.254.169.254", "2001:db8::7", "::ffff:192.0.2.8");

        var addresses = await ResolveAsync("web-01.example", names);

        Assert.Equal(["192.0.2.7:22", "[2001:db8::7]:22", "192.0.2.8:22"], addresses.Select(address => address.ToString()));
        Assert.Equal(1, names.Asked);
    }

    [Fact]
    public async Task Literal_IsNotLookedUp()
    {
        var names = new Names(TimeSpan.Zero, "192.0.2.7");

        Assert.Equal([IPEndPoint.Parse("[2001:db8::1]:22")], await ResolveAsync("2001:db8::1", names));
        Assert.Equal(0, names.Asked);
    }

    [Fact]
    public async Task Name_WithHundredsOfAddresses_IsTriedAtEight() =>
        Assert.Equal(8, (await ResolveAsync("web-01.example", new Names(TimeSpan.Zero, [.. Enumerable.Range(1, 200).Select(i => $"192.0.2.{i}")]))).Count);

    [Theory]
    [InlineData("169.254.169.254", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("192.0.2.9", false)]
    [InlineData("10.0.0.1", true)]
    [InlineData("vault.internal", true)]
    public void Address_BehindAJump_IsJudgedWhereItIsWrittenAsOne(string host, bool isAllowed)
    {
        _options.DeniedAddresses = ["192.0.2.0/24"];
        var names = new Names(Timeout.InfiniteTimeSpan);

        var refused = Record.Exception(() => Resolver(names).CheckBehindJump(Target(host)));

        Assert.Equal(isAllowed, refused is null);
        Assert.Equal(0, names.Asked);
    }

    /// <summary>The figures that machines and people rely on; whoever changes one changes it here too.</summary>
    [Fact]
    public void Limits_ByDefault_AreThosePromised()
    {
        var options = new SshOptions();

        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45)),
            (options.ConnectTimeout, options.SignInTimeout, options.KeepaliveInterval, options.KeepaliveTimeout));
        Assert.Equal((5, 50, 3, TimeSpan.FromSeconds(1)), (options.HandshakesPerVm, options.HandshakesPerNode, options.ConnectRetries, options.FirstRetryDelay));
        Assert.Equal((3, TimeSpan.FromSeconds(60)), (options.FailedSignInsBeforePause, options.SignInPause));
    }

    private static SshTarget Target(string host) => SshTarget.Parse(new ShellRequest { VmName = "web-01", Host = host, Port = 22, Login = "root" });

    private TargetResolver Resolver(INameLookup names) => new(names, new AddressPolicy(Options.Create(_options)), Options.Create(_options));

    private Task<IReadOnlyList<IPEndPoint>> ResolveAsync(string host, INameLookup names) => Resolver(names).ResolveAsync(Target(host), default);

    /// <summary>A name service that takes its time.</summary>
    private sealed class Names(TimeSpan delay, params string[] addresses) : INameLookup
    {
        public int Asked { get; private set; }

        public async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
        {
            Asked++;
            await Task.Delay(delay, cancellationToken);
            return [.. addresses.Select(IPAddress.Parse)];
        }
    }
}
