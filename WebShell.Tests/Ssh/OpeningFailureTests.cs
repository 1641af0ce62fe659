using System.Diagnostics;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>What goes wrong on the way to a shell ends soon, with its reason and a sentence.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class OpeningFailureTests(SshFixture ssh)
{
    private ShellRequest Request => ssh.OpenSsh.Request();

    [Theory]
    [InlineData("", 22, "root")]
    [InlineData("evil@127.0.0.1", 22, "root")]
    [InlineData("-oProxyCommand=x", 22, "root")]
    [InlineData("a b", 22, "root")]
    [InlineData("host\n", 22, "root")]
    [InlineData("127.1", 22, "root")]
    [InlineData("2130706433", 22, "root")]
    [InlineData("0x7f000001", 22, "root")]
    [InlineData("fe80::1%eth0", 22, "root")]
    [InlineData("127.0.0.1", 70000, "root")]
    [InlineData("127.0.0.1", 0, "root")]
    [InlineData("127.0.0.1", -1, "root")]
    [InlineData("127.0.0.1", 22, "")]
    [InlineData("127.0.0.1", 22, "-root")]
    [InlineData("127.0.0.1", 22, "root;id")]
    [InlineData("127.0.0.1", 22, "DOM\\bob")]
    [InlineData("127.0.0.1", 22, "root\n")]
    public async Task Target_WithForbiddenParts_IsRefusedBeforeAnythingHappens(string host, int port, string login)
    {
        var failure = await ssh.Portal.FailAsync(Request with { Host = host, Port = port, Login = login });

        Assert.Equal(ShellFailureReason.InvalidTarget, failure.Reason);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("localhost")]
    public async Task Address_InADeniedRange_IsNotDialled(string host)
    {
        var failure = await ssh.Portal.FailAsync(Request with { Host = host, AllowLoopback = false });

        Assert.Equal(ShellFailureReason.AddressDenied, failure.Reason);
    }

    [Fact]
    public async Task Address_OfThePortalsOwn_IsNotDialledEvenWhereLoopbackIs()
    {
        await using var portal = new SshPortal(options => options.DeniedAddresses = [$"127.0.0.1:{ssh.OpenSsh.Port}"]).Trusting(ssh.OpenSsh);

        Assert.Equal(ShellFailureReason.AddressDenied, (await portal.FailAsync(Request)).Reason);
        Assert.Equal(ShellFailureReason.AddressDenied, (await portal.FailAsync(Request with { Host = "::ffff:127.0.0.1" })).Reason);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsNotResolved() =>
        Assert.Equal(ShellFailureReason.NameNotResolved, (await ssh.Portal.FailAsync(Request with { Host = "no-such-host.invalid" })).Reason);

    [Fact]
    public async Task Port_ThatNobodyListensOn_IsRefused()
    {
        var failure = await ssh.Portal.FailAsync(Request with { Port = ServerProcess.FreePort() });

        Assert.Equal((ShellFailureReason.ConnectionRefused, ShellOpeningStep.Connect), (failure.Reason, failure.Step));
    }

    [Fact]
    public async Task Server_ThatNeverGreets_TimesOut()
    {
        await using var portal = new SshPortal(options => options.ConnectTimeout = TimeSpan.FromSeconds(1));
        await using var silent = new TcpServer(says: "", hangsUp: false);

        var failure = await portal.FailAsync(Request with { Port = silent.Port });

        Assert.Equal((ShellFailureReason.ConnectTimeout, ShellOpeningStep.KeyExchange), (failure.Reason, failure.Step));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n")]
    [InlineData("")]
    [InlineData("\0\0\0\u0001")]
    public async Task Server_OfAnotherKind_IsNotSsh(string says)
    {
        await using var other = new TcpServer(says, hangsUp: true);

        Assert.Equal(ShellFailureReason.NotSsh, (await ssh.Portal.FailAsync(Request with { Port = other.Port })).Reason);
    }

    [Fact]
    public async Task Server_ThatBreaksOffAfterItsGreeting_IsALostConnection()
    {
        await using var broken = new TcpServer("SSH-2.0-broken\r\n", hangsUp: true);

        Assert.Equal(ShellFailureReason.ConnectionLost, (await ssh.Portal.FailAsync(Request with { Port = broken.Port })).Reason);
    }

    [Fact]
    public async Task Server_WithWeakAlgorithmsOnly_IsRefused()
    {
        await using var weak = await OpenSshServer.StartNewAsync("Ciphers aes128-cbc\nMACs hmac-sha1");
        await using var portal = new SshPortal().Trusting(weak);

        Assert.Equal(ShellFailureReason.NoCommonAlgorithm, (await portal.FailAsync(weak.Request())).Reason);
    }

    [Fact]
    public async Task Key_ThatTheMachineDoesNotKnow_FailsTheSignIn()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        portal.Credentials.Set("key", new PrivateKeyCredential(ssh.Dropbear.UserKey, null));

        var failure = await portal.FailAsync(Request);

        Assert.Equal((ShellFailureReason.AuthenticationFailed, ShellOpeningStep.SignIn), (failure.Reason, failure.Step));
    }

    [Fact]
    public async Task Credential_ThatDoesNotExist_IsUnusableAndAsksForNothingElse()
    {
        var person = new Person { SignsInWith = new PasswordCredential("x") };

        var failure = await ssh.Portal.FailAsync(Request with { Credential = "nothing" }, person);

        Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
        Assert.Empty(person.Questions);
    }

    [Fact]
    public async Task SignIns_FailingThreeTimes_PauseThisLoginOnThisMachineOnly()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        portal.Credentials.Set("wrong", new PrivateKeyCredential(ssh.Dropbear.UserKey, null));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(Request with { Credential = "wrong" })).Reason);
        }

        var failure = await portal.FailAsync(Request);

        Assert.Equal(ShellFailureReason.LimitReached, failure.Reason);
        Assert.Contains("paused", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(Request with { Login = "nobody", Credential = "wrong" })).Reason);
    }

    [Fact]
    public async Task Opening_Cancelled_EndsAtOnceAtEveryStep()
    {
        await using var silent = new TcpServer(says: "", hangsUp: false);
        await AssertCancelsAsync(ssh.Portal, Request with { Port = silent.Port }, new Person(), after: TimeSpan.FromMilliseconds(300));

        await using var stranger = new SshPortal();
        var thinking = new Person { Thinks = Task.Delay(Timeout.Infinite) };
        await AssertCancelsAsync(stranger, Request, thinking, after: null);

        var typing = new Person { Thinks = Task.Delay(Timeout.Infinite) };
        await AssertCancelsAsync(ssh.Portal, Request with { Credential = null }, typing, after: null);
    }

    [Fact]
    public async Task Machine_HangingUpWhileThePersonThinks_WithdrawsTheQuestion()
    {
        await using var server = await OpenSshServer.StartNewAsync("LoginGraceTime 2");
        await using var portal = new SshPortal();

        var failure = await portal.FailAsync(server.Request(), new Person { Thinks = Task.Delay(Timeout.Infinite) });

        Assert.Equal((ShellFailureReason.ConnectionLost, ShellOpeningStep.HostKey), (failure.Reason, failure.Step));
    }

    [Fact]
    public async Task Person_WhoDoesNotAnswer_IsNotWaitedForForever()
    {
        await using var portal = new SshPortal(options => options.AnswerTimeout = TimeSpan.FromSeconds(1));

        var failure = await portal.FailAsync(Request, new Person { Thinks = Task.Delay(Timeout.Infinite) });

        Assert.Equal(ShellFailureReason.SignInTimeout, failure.Reason);
    }

    [Fact]
    public async Task Terminal_ThatTheMachineDenies_IsRefusedByName()
    {
        await using var server = await OpenSshServer.StartNewAsync("PermitTTY no");
        await using var portal = new SshPortal().Trusting(server);

        Assert.Equal(ShellFailureReason.PtyRefused, (await portal.FailAsync(server.Request())).Reason);
    }

    private static async Task AssertCancelsAsync(SshPortal portal, ShellRequest request, Person person, TimeSpan? after)
    {
        using var cancellation = new CancellationTokenSource();
        var opening = portal.Connector.OpenAsync(request, person, cancellation.Token);
        await (after is { } delay ? Task.Delay(delay) : Within.Seconds(person.Asked.Task));

        var clock = Stopwatch.StartNew();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(opening));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
