using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Host key first: what is not trusted gets nothing of the user's.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class HostKeyTests(SshFixture ssh)
{
    private const string Canary = "canary-login";

    [Fact]
    public async Task Key_Unknown_IsPinnedAfterTheYes_AndNeverAskedAgain()
    {
        await using var portal = Stranger();
        var person = new Person { AcceptsHostKey = true };

        await using (await portal.OpenAsync(ssh.OpenSsh.Request() with { RequestedBy = "Ann O'Nym", RequesterId = "u-1" }, person))
        {
            var offer = Assert.Single(person.Offers);
            Assert.Equal((ssh.OpenSsh.HostKey.Fingerprint, $"127.0.0.1:{ssh.OpenSsh.Port}"), (offer.Fingerprint, offer.Address));
        }

        await using (await portal.OpenAsync(ssh.OpenSsh.Request(), person))
        {
            Assert.Single(person.Offers);
        }

        var pin = Assert.Single(portal.HostKeys.Find("vm-1").Pinned);
        Assert.Equal((ssh.OpenSsh.HostKey, "Ann O'Nym"), (pin.Key, pin.PinnedBy));
        var recorded = Assert.Single(portal.Audit.Events);
        Assert.Equal((AuditKind.HostKeyPinned, "u-1", "Ann O'Nym", "vm-1"), (recorded.Kind, recorded.ActorId, recorded.ActorName, recorded.On));
        Assert.Equal(ssh.OpenSsh.HostKey.ToString(), recorded.Details["pinned"]);
    }

    [Fact]
    public async Task Key_Unknown_IsNotPinnedWhereTheAuditLogCannotBeWritten()
    {
        await using var portal = Stranger();
        portal.Audit.IsBroken = true;

        var failure = await portal.FailAsync(ssh.OpenSsh.Request(), new Person { AcceptsHostKey = true });

        Assert.Equal(ShellFailureReason.Internal, failure.Reason);
        Assert.Contains("audit log", failure.Message, StringComparison.Ordinal);
        Assert.Empty(portal.HostKeys.Find("vm-1").Pinned);
    }

    [Fact]
    public async Task Key_OfAMachineThatWasRenamed_IsTheOneItsSlugHas()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        var person = new Person();

        await using (await portal.OpenAsync(ssh.OpenSsh.Request() with { VmName = "renamed", VmSlug = "vm-1" }, person))
        {
            Assert.Empty(person.Offers);
        }

        var failure = await portal.FailAsync(ssh.OpenSsh.Request() with { VmName = "vm-1", VmSlug = "vm-1-2" }, person);
        Assert.Equal((ShellFailureReason.HostKeyNotAccepted, "vm-1"), (failure.Reason, Assert.Single(person.Offers).VmName));
    }

    [Fact]
    public async Task Key_NotAccepted_EndsBeforeAnythingOfTheUsersIsSent()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = Stranger();

        var failure = await portal.FailAsync(server.Request() with { Login = Canary }, new Person());

        Assert.Equal((ShellFailureReason.HostKeyNotAccepted, ShellOpeningStep.HostKey), (failure.Reason, failure.Step));
        Assert.Empty(portal.HostKeys.Find("vm-1").Pinned);
        await AssertNeverSawTheUserAsync(server);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    public async Task Key_Changed_StopsHard_AndTheMachineNeverSeesTheUser(string newType)
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);
        var old = server.HostKey;
        server.HostKeyType = newType;
        await server.MakeHostKeyAsync();
        await server.RestartAsync();
        var person = new Person { AcceptsHostKey = true, SignsInWith = new PasswordCredential("secret") };

        var failure = await portal.FailAsync(server.Request() with { Login = Canary }, person);

        Assert.Equal(ShellFailureReason.HostKeyChanged, failure.Reason);
        Assert.Equal((server.HostKey.Fingerprint, old.Fingerprint), (failure.HostKey?.Fingerprint, failure.HostKey?.Pinned?.Fingerprint));
        Assert.Empty(person.Offers);
        var recorded = Assert.Single(portal.Audit.Events);
        Assert.Equal((AuditKind.HostKeyRefused, "vm-1", server.HostKey.ToString()), (recorded.Kind, recorded.On, recorded.Details["shown"]));
        Assert.Contains(old.Fingerprint, recorded.Details["why"], StringComparison.Ordinal);
        await AssertNeverSawTheUserAsync(server);
    }

    [Fact]
    public async Task Key_UnknownWhereOnlyAdministratorsPin_IsRefusedUnasked_AndWaitsForThem()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = Stranger();
        var person = new Person { AcceptsHostKey = true };
        var request = server.Request() with { Login = Canary, HostKeyPolicy = HostKeyPolicy.PinnedOnly };

        var failure = await portal.FailAsync(request, person);

        Assert.Equal((ShellFailureReason.HostKeyNotPinned, ShellOpeningStep.HostKey), (failure.Reason, failure.Step));
        Assert.Contains(server.HostKey.Fingerprint, failure.Message, StringComparison.Ordinal);
        Assert.Empty(person.Offers);
        var refused = Assert.Single(portal.HostKeys.Refused.ToList());
        Assert.Equal(("vm-1", server.HostKey, $"127.0.0.1:{server.Port}"), (refused.VmName, refused.Key, refused.Address));

        portal.HostKeys.Replace("vm-1", refused.Key, "an administrator");

        Assert.Empty(portal.HostKeys.Refused.ToList());
        Assert.NotEqual(ShellFailureReason.HostKeyNotPinned, (await portal.FailAsync(request, person)).Reason);
        Assert.Empty(person.Offers);
    }

    [Fact]
    public async Task Key_ChangedAndReplacedByAnAdministrator_IsTheOneThatCounts()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);
        await server.MakeHostKeyAsync();
        await server.RestartAsync();
        Assert.Equal(ShellFailureReason.HostKeyChanged, (await portal.FailAsync(server.Request())).Reason);

        var refused = Assert.Single(portal.HostKeys.Refused.ToList());
        portal.HostKeys.Replace(refused.VmName, refused.Key, "an administrator");

        await using var shell = await portal.OpenAsync(server.Request());
        Assert.Equal(server.HostKey.ToString(), shell.Facts.HostKey);
    }

    [Fact]
    public async Task Key_OfAPinnedType_IsAskedForWhereTheMachineHasBetterOnesToo()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        var ecdsa = Path.Combine(server.Directory, "second");
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ecdsa", "-N", "", "-f", ecdsa);
        await using var both = new OpenSshServer { Configuration = $"HostKey {ecdsa}" };
        await both.StartAsync();
        await using var portal = new SshPortal().Trusting(server);
        portal.HostKeys.Pin("vm-9", HostKey.Parse((await File.ReadAllTextAsync(ecdsa + ".pub")).Split(' ')[1]), "test");
        portal.Credentials.Set("key", new PrivateKeyCredential(both.UserKey, null));

        await using var shell = await portal.OpenAsync(both.Request() with { VmName = "vm-9" });

        Assert.StartsWith("ecdsa-sha2-nistp256 ", shell.Facts.HostKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedThoughPinned()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        await File.AppendAllTextAsync(portal.KnownHostsFile, $"@revoked * {ssh.OpenSsh.HostKey.Algorithm} {ssh.OpenSsh.HostKey.Base64}\n");

        Assert.Equal(ShellFailureReason.HostKeyRevoked, (await portal.FailAsync(ssh.OpenSsh.Request())).Reason);
    }

    [Fact]
    public async Task Pins_ThatCannotBeRead_StopEverything()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        await File.AppendAllTextAsync(portal.KnownHostsFile, "vm-1 ssh-ed25519 nonsense\n");

        Assert.Equal(ShellFailureReason.Internal, (await portal.FailAsync(ssh.OpenSsh.Request())).Reason);
    }

    private static async Task AssertNeverSawTheUserAsync(OpenSshServer server)
    {
        await server.StopAsync();
        var log = await File.ReadAllTextAsync(server.LogFile);
        Assert.Contains("SSH2_MSG_KEXINIT sent", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, log, StringComparison.Ordinal);
        Assert.DoesNotContain("userauth-request", log, StringComparison.Ordinal);
    }

    private SshPortal Stranger()
    {
        var portal = new SshPortal();
        portal.Credentials.Set("key", new PrivateKeyCredential(ssh.OpenSsh.UserKey, null));
        return portal;
    }
}
