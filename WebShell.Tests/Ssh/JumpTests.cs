using System.Text.RegularExpressions;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Through jump hosts: each machine of the way has its own key check, credential and place in a failure's sentence.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class JumpTests(JumpChain chain, SshFixture ssh) : IClassFixture<JumpChain>
{
    [Fact]
    public async Task Shell_ThroughThreeMachines_RunsOnTheLast_AndNamesEachOnTheWay()
    {
        await using var portal = chain.NewPortal();
        var person = new Person();

        await using var shell = await portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Middle, chain.Inner, chain.Vault), person);

        Assert.EndsWith($" {chain.Vault.Port}", await new ShellScript(shell).RunAsync("echo $SSH_CONNECTION"), StringComparison.Ordinal);
        Assert.Equal(["gate", "middle", "inner", "vault"], person.Machines);
        ShellOpeningStep[] reach = [ShellOpeningStep.Resolve, ShellOpeningStep.Connect, ShellOpeningStep.KeyExchange, ShellOpeningStep.HostKey, ShellOpeningStep.SignIn];
        Assert.Equal([.. reach, .. reach, .. reach, .. reach, ShellOpeningStep.OpenTerminal, ShellOpeningStep.Open], person.Steps);
        Assert.Equal(chain.Vault.HostKey.ToString(), shell.Facts.HostKey);
    }

    [Fact]
    public async Task Keys_UnknownOnTheWayAndAtItsEnd_AreAskedForEach_AndPinnedToTheirOwnMachines()
    {
        await using var portal = new SshPortal();
        foreach (var server in new[] { chain.Gate, chain.Vault })
        {
            portal.Credentials.Set(server.Name, new PrivateKeyCredential(server.UserKey, null));
        }

        var person = new Person { AcceptsHostKey = true };
        await using var shell = await portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Vault), person);

        Assert.Equal(
            [("gate", "vault", chain.Gate.HostKey.Fingerprint), ("vault", null, chain.Vault.HostKey.Fingerprint)],
            person.Offers.Select(offer => (offer.VmName, offer.OnTheWayTo, offer.Fingerprint)));
        Assert.Equal(chain.Gate.HostKey, Assert.Single(portal.HostKeys.Find("gate").Pinned).Key);
        Assert.Equal(chain.Vault.HostKey, Assert.Single(portal.HostKeys.Find("vault").Pinned).Key);
    }

    [Fact]
    public async Task Password_OfAMachineOnTheWay_IsAskedForWithWhereItLeads()
    {
        await using var portal = chain.NewPortal();
        var person = new Person { SignsInWith = new PasswordCredential(ssh.Login.Password) };
        var request = JumpChain.Through(chain.Gate, chain.Vault);

        await using var shell = await portal.OpenAsync(
            request with { Way = [request.Way[0] with { Login = ssh.Login.Name, Credential = null }] }, person);

        var question = Assert.Single(person.Questions);
        Assert.Equal(("gate", "vault", ssh.Login.Name), (question.VmName, question.OnTheWayTo, question.Login));
    }

    [Fact]
    public async Task Shell_ThroughDropbear_IsReachedToo()
    {
        await using var portal = chain.NewPortal();
        JumpChain.Trust(portal, ssh.Dropbear);
        var request = JumpChain.Through(ssh.Dropbear, chain.Vault);

        await using var shell = await portal.OpenAsync(request with { Way = [request.Way[0] with { Login = ssh.Login.Name }] });

        await new ShellScript(shell).RunAsync("true");
    }

    [Fact]
    public async Task Machine_ThatForwardsNothing_IsNamedAsTheOneThatRefuses()
    {
        await using var portal = chain.NewPortal();

        var failure = await portal.FailAsync(JumpChain.Through(chain.Vault, chain.Gate));

        Assert.Equal((ShellFailureReason.JumpRefused, "vault", ShellOpeningStep.Connect), (failure.Reason, failure.Hop, failure.Step));
        Assert.StartsWith("vault, on the way to gate: vault does not pass connections on to gate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_ClosedBehindAJump_IsTheMachinesRefusalAndNotTheJumps()
    {
        await using var portal = chain.NewPortal();

        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Port = ServerProcess.FreePort() });

        Assert.Equal((ShellFailureReason.ConnectionRefused, null, true), (failure.Reason, failure.Hop, failure.IsPassing));
        Assert.Contains("vault refused the connection of gate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_ClosedInTheMiddleOfTheWay_NamesThatMachine()
    {
        await using var portal = chain.NewPortal();
        var request = JumpChain.Through(chain.Gate, chain.Middle, chain.Vault);

        var failure = await portal.FailAsync(request with { Way = [request.Way[0], request.Way[1] with { Port = ServerProcess.FreePort() }] });

        Assert.Equal((ShellFailureReason.ConnectionRefused, "middle"), (failure.Reason, failure.Hop));
        Assert.StartsWith("middle, on the way to vault: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_UnknownToTheJump_IsNotResolvedThere()
    {
        await using var portal = chain.NewPortal();

        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Host = "no-such-host.invalid" });

        Assert.Equal((ShellFailureReason.NameNotResolved, null), (failure.Reason, failure.Hop));
        Assert.Contains("gate does not know the host name no-such-host.invalid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_KnownToTheJump_IsLookedUpThere()
    {
        await using var portal = chain.NewPortal();

        await using var shell = await portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Host = "localhost", AllowLoopback = false });

        await new ShellScript(shell).RunAsync("true");
    }

    [Theory]
    [InlineData("169.254.169.254", ShellFailureReason.AddressDenied)]
    [InlineData("127.0.0.1", ShellFailureReason.AddressDenied)]
    [InlineData("a b", ShellFailureReason.InvalidTarget)]
    [InlineData("127.1", ShellFailureReason.InvalidTarget)]
    public async Task Address_ThatIsNotAllowed_IsNotAllowedBehindAJumpEither_AndNobodySignsIn(string host, ShellFailureReason reason)
    {
        await using var portal = chain.NewPortal();
        var before = SignIns(chain.Gate);

        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Host = host, AllowLoopback = false });

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(before, SignIns(chain.Gate));
    }

    [Theory]
    [InlineData("gate", "gate")]
    [InlineData("vault", null)]
    public async Task Key_ChangedSomewhereOnTheWay_StopsThere(string changed, string? hop)
    {
        await using var portal = chain.NewPortal();
        File.Delete(portal.KnownHostsFile);
        foreach (var server in new[] { chain.Gate, chain.Vault })
        {
            portal.HostKeys.Pin(server.Name, server.Name == changed ? ssh.OpenSsh.HostKey : server.HostKey, "test");
        }

        var before = SignIns(chain.Vault);
        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault), new Person { AcceptsHostKey = true });

        Assert.Equal((ShellFailureReason.HostKeyChanged, hop), (failure.Reason, failure.Hop));
        Assert.Equal((changed, ssh.OpenSsh.HostKey.Fingerprint), (failure.HostKey?.VmName, failure.HostKey?.Pinned?.Fingerprint));
        Assert.Equal(before, SignIns(chain.Vault));
    }

    [Fact]
    public async Task Credential_WrongOnTheWay_CountsForThatMachineOnly()
    {
        await using var portal = chain.NewPortal(options => options.FailedSignInsBeforePause = 1);
        portal.Credentials.Set("gate", new PrivateKeyCredential(ssh.OpenSsh.UserKey, null));

        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault));
        var paused = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault));
        await using var vault = await portal.OpenAsync(JumpChain.Through(chain.Vault));

        Assert.Equal((ShellFailureReason.AuthenticationFailed, "gate"), (failure.Reason, failure.Hop));
        Assert.StartsWith("gate, on the way to vault: gate did not accept the key", failure.Message, StringComparison.Ordinal);
        Assert.Equal((ShellFailureReason.LimitReached, "gate"), (paused.Reason, paused.Hop));
    }

    [Fact]
    public async Task Machine_ThatComesUpWhileItIsTriedAgain_IsReachedThroughTheSameJump()
    {
        await using var late = await OpenSshServer.StartNewAsync(name: "late");
        await using var portal = chain.NewPortal(options => (options.ConnectRetries, options.FirstRetryDelay) = (3, TimeSpan.FromMilliseconds(500)));
        JumpChain.Trust(portal, late);
        await late.StopAsync();
        var before = SignIns(chain.Gate);
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var opening = portal.OpenAsync(JumpChain.Through(chain.Gate, late), new Person { OnRetry = _ => refused.TrySetResult() });
        await Within.Seconds(refused.Task);
        await late.RestartAsync();

        await using var shell = await opening;

        await new ShellScript(shell).RunAsync("true");
        Assert.Equal(before + 1, SignIns(chain.Gate));
    }

    [Fact]
    public async Task Machine_SilentBehindAJump_TimesOut()
    {
        await using var portal = chain.NewPortal(options => options.ConnectTimeout = TimeSpan.FromSeconds(2));
        await using var silent = new TcpServer(says: "", hangsUp: false);

        var failure = await portal.FailAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Port = silent.Port });

        Assert.Equal((ShellFailureReason.ConnectTimeout, ShellOpeningStep.KeyExchange, null), (failure.Reason, failure.Step, failure.Hop));
    }

    [Fact]
    public async Task Jump_WithRoomForOneHandshake_IsFreeAgainWhileAPersonThinksAboutTheMachineBehindIt()
    {
        await using var portal = chain.NewPortal(options => options.HandshakesPerVm = 1);
        File.Delete(portal.KnownHostsFile);
        portal.HostKeys.Pin("gate", chain.Gate.HostKey, "test");
        portal.HostKeys.Pin("middle", chain.Middle.HostKey, "test");
        using var gone = new CancellationTokenSource();
        var thinking = new Person { Thinks = Task.Delay(Timeout.Infinite) };
        var opening = portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Vault), thinking, gone.Token);
        await Within.Seconds(thinking.Asked.Task);

        await using (await portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Middle)))
        {
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(opening));
        }
    }

    private static int SignIns(OpenSshServer server) => Regex.Count(File.ReadAllText(server.LogFile), "^Accepted publickey", RegexOptions.Multiline);
}
