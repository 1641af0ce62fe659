using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Storage;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Storage;

/// <summary>Shared credentials in a real database, by who looks after them.</summary>
public abstract class SharedCredentialsTests : IAsyncLifetime
{
    private static readonly SharedDraft Draft = new() { Name = "web fleet", Description = "deploys", Owner = "group:dba", Kind = SharedKind.Password, Machines = "role:web", Login = "deploy" };
    private static readonly HostKey Key = HostKey.Parse("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");

    private SharedPortal _portal = null!;

    private SharedDesk Desk => _portal.Desk;

    [Fact]
    public async Task Added_BindsTheMachinesThatHaveAHostKey_AndSaysWhatWaits()
    {
        var line = await _portal.AddAsync(Draft with { Name = " web fleet " }, new PasswordCredential("canary-1"));

        Assert.Equal((3, 0, 1, true), (line.Machines, line.Waiting, line.WithoutHostKey, line.HasSecret));
        var recorded = _portal.Audit.Events.Single(what => what.Kind == AuditKind.CredentialAdded);
        Assert.Equal(("ann", "web fleet", "role:web", "2"), (recorded.ActorName, recorded.On, recorded.Details["machines"], recorded.Details["confirmed"]));
        var details = await Desk.FindAsync(line.Id, default);
        Assert.Equal([BindingState.Confirmed, BindingState.Confirmed, BindingState.NoHostKey], details!.Machines.Select(machine => machine.State));
        Assert.Equal((SharedAct.Added, "ann"), (details.History[0].Act, details.History[0].By));
    }

    [Fact]
    public async Task Machines_AddressHostKeyOrLabelsChanged_WaitUntilSomebodyConfirmsWhatTheyWereShown()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));
        var other = HostKey.Parse("AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");
        _portal.HostKeys.Replace("web-01", other, "test");
        _portal.HostKeys.Pin("db-01", Key, "test");
        await _portal.LoadAsync(Web("web-01"), Web("web-02") with { Address = "10.9.9.9" }, Web("web-03"), Web("db-01"));

        var details = (await Desk.FindAsync(line.Id, default))!;
        Assert.Equal(
            [("db-01", BindingState.NewMachine), ("web-01", BindingState.HostKeyChanged), ("web-02", BindingState.AddressChanged), ("web-03", BindingState.NoHostKey)],
            details.Machines.Select(machine => (machine.Vm.Name, machine.State)));
        Assert.Equal((4, 3, 1), (details.Line.Machines, details.Line.Waiting, details.Line.WithoutHostKey));

        // Changed again between the look and the yes.
        await _portal.LoadAsync(Web("web-01"), Web("web-02") with { Address = "10.6.6.6" }, Web("web-03"), Web("db-01"));
        Assert.Contains("web-02 changed while", (await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.ConfirmAsync(line.Id, details.Machines, default))).Message, StringComparison.Ordinal);

        details = (await Desk.FindAsync(line.Id, default))!;
        await Desk.ConfirmAsync(line.Id, details.Machines, default);
        details = (await Desk.FindAsync(line.Id, default))!;
        Assert.Equal((0, 1), (details.Line.Waiting, details.Line.WithoutHostKey));
        Assert.Equal(AuditKind.CredentialConfirmed, _portal.Audit.Events[^1].Kind);
        Assert.Equal("3", _portal.Audit.Events[^1].Details["count"]);
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.ConfirmAsync(line.Id, details.Machines, default));
    }

    [Fact]
    public async Task Query_Widened_ConfirmsTheMachinesItAdds_AndNoneThatWaited()
    {
        var line = await _portal.AddAsync(Draft with { Machines = "name:web-01" }, new PasswordCredential("x"));
        await _portal.LoadAsync(Web("web-01") with { Address = "10.9.9.9" }, Web("web-02"), Web("web-03"));

        Assert.Empty(await Desk.ChangeAsync(line.Id, line.Version, line.Draft with { Machines = "role:web" }, default));

        var details = (await Desk.FindAsync(line.Id, default))!;
        Assert.Equal([BindingState.AddressChanged, BindingState.Confirmed, BindingState.NoHostKey], details.Machines.Select(machine => machine.State));
        Assert.Equal("name:web-01 → role:web", _portal.Audit.Events.Single(what => what.Kind == AuditKind.CredentialBound).Details["machines"]);
    }

    [Fact]
    public async Task Concurrent_Edit_TheSecondIsTold_AndNothingIsChanged()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));
        await Desk.ChangeAsync(line.Id, line.Version, line.Draft with { Description = "first" }, default);

        Assert.Contains("meanwhile", (await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.ChangeAsync(line.Id, line.Version, line.Draft with { Description = "second" }, default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(line.Id, line.Version, new PasswordCredential("y"), default));
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RemoveAsync(line.Id, line.Version, default));
        Assert.Equal("first", Assert.Single(await Desk.ListAsync(default)).Draft.Description);

        // Past the desk's own look, the table holds it too.
        await Assert.ThrowsAsync<SharedCredentialException>(() => _portal.Get<ISharedCredentialTable>().RemoveAsync(line.Id, line.Version, default));
    }

    [Fact]
    public async Task Owner_ChangedOrSecretMoved_OpensForTheRightOneOnly()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("canary-1"));
        await Desk.ChangeAsync(line.Id, line.Version, line.Draft with { Owner = "user:bob" }, default);
        var other = await _portal.AddAsync(Draft with { Name = "other" }, new PasswordCredential("canary-2"));
        var secrets = _portal.Get<SharedSecret>();
        var rows = await _portal.Get<ISharedCredentialTable>().ListAsync(default);
        var mine = rows.Single(row => row.Id == line.Id);

        Assert.Equal("canary-1", Assert.IsType<PasswordCredential>(secrets.Open(mine).Credential).Password);
        await using (var db = await _portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await db.SharedCredentials.Where(row => row.Id == other.Id).ExecuteUpdateAsync(change => change.SetProperty(row => row.Secret, mine.Secret));
            await db.SharedCredentials.Where(row => row.Id == line.Id).ExecuteUpdateAsync(change => change.SetProperty(row => row.Owner, "user:eve"));
        }

        Assert.All(await _portal.Get<ISharedCredentialTable>().ListAsync(default), row => Assert.Throws<SecretUnreadableException>(() => secrets.Open(row)));
    }

    [Fact]
    public async Task Rotated_HasANewSecretAndAHistoryOfPrints_AndTheFormerOneIsGone()
    {
        var line = await _portal.AddAsync(Draft with { Kind = SharedKind.PrivateKey });
        var before = line.PublicLine!;
        Assert.StartsWith("ssh-ed25519 AAAA", before, StringComparison.Ordinal);
        Assert.EndsWith(" webshell-web-fleet", before, StringComparison.Ordinal);

        await Desk.RotateAsync(line.Id, line.Version, null, default);

        var details = (await Desk.FindAsync(line.Id, default))!;
        Assert.NotEqual(before, details.Line.PublicLine);
        Assert.Matches("^now SHA256:[A-Za-z0-9+/]{43}, before SHA256:[A-Za-z0-9+/]{43}$", details.History.Single(change => change.Act == SharedAct.Rotated).Detail);
        Assert.Matches("^SHA256:[^ ]+ → SHA256:", _portal.Audit.Events[^1].Details["public half"]);
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(line.Id, details.Line.Version, new PasswordCredential("wrong kind"), default));
        var protectedKey = await TestKeyAsync(isProtected: true);
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(line.Id, details.Line.Version, new PrivateKeyCredential(protectedKey, "wrong passphrase"), default));
    }

    [Fact]
    public async Task AddedByWho_MayNot_IsRefused_AndTheOwnerMayConfirmAndRotateOnly()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));
        _portal.Who.User = new PortalUser("u-2", "bob") { Role = PortalRole.Operator };
        Assert.Empty(await Desk.ListAsync(default));
        Assert.Null(await Desk.FindAsync(line.Id, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Desk.AddAsync(Draft with { Name = "n" }, new PasswordCredential("y"), default));
        await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(line.Id, line.Version, new PasswordCredential("y"), default));

        _portal.Who.User = new PortalUser("u-3", "carol") { Groups = ["DBA"] };
        Assert.False(await Desk.MayManageAsync(default));
        Assert.Single(await Desk.ListAsync(default));
        await Desk.RotateAsync(line.Id, line.Version, new PasswordCredential("y"), default);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Desk.ChangeAsync(line.Id, line.Version + 1, line.Draft with { Machines = "*" }, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Desk.RemoveAsync(line.Id, line.Version + 1, default));

        _portal.Who.User = null;
        Assert.Empty(await Desk.ListAsync(default));
    }

    [Fact]
    public async Task AuditLog_Broken_NothingHappens()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));
        _portal.Audit.IsBroken = true;

        await Assert.ThrowsAsync<AuditException>(() => Desk.AddAsync(Draft with { Name = "n" }, new PasswordCredential("y"), default));
        await Assert.ThrowsAsync<AuditException>(() => Desk.RotateAsync(line.Id, line.Version, new PasswordCredential("y"), default));
        await Assert.ThrowsAsync<AuditException>(() => Desk.RemoveAsync(line.Id, line.Version, default));

        Assert.Equal(line.Version, Assert.Single(await Desk.ListAsync(default)).Version);
    }

    [Theory]
    [InlineData("", "role:web", "deploy", "", "name")]
    [InlineData("<b>x</b>\u202e", "role:web", "deploy", "", "name")]
    [InlineData("n", "web", "deploy", "", "machines")]
    [InlineData("n", "role:web", "-oProxyCommand=x", "", "login")]
    [InlineData("n", "role:web", "deploy", "bob", "owner")]
    [InlineData(null, "role:web", "deploy", "", "name")] // 10 KB
    public async Task Field_ThatCannotBe_IsNamed_AndNothingIsAdded(string? name, string machines, string login, string owner, string field)
    {
        var draft = new SharedDraft { Name = name ?? new string('x', 10_000), Machines = machines, Login = login, Owner = owner };

        Assert.Equal(field, Assert.Single(await Desk.AddAsync(draft, new PasswordCredential("x"), default)).Field);
        Assert.Empty(await Desk.ListAsync(default));
    }

    [Fact]
    public async Task Name_Taken_IsSaid_WhateverItsCase()
    {
        await _portal.AddAsync(Draft, new PasswordCredential("x"));
        var other = await _portal.AddAsync(Draft with { Name = "other" }, new PasswordCredential("x"));

        Assert.Contains("of that name", (await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.AddAsync(Draft with { Name = "Web Fleet" }, new PasswordCredential("y"), default))).Message, StringComparison.Ordinal);
        Assert.Contains("of that name", (await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.ChangeAsync(other.Id, other.Version, other.Draft with { Name = "WEB FLEET" }, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_IsGone_WithItsBindings()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));

        await Desk.RemoveAsync(line.Id, line.Version, default);

        Assert.Empty(await Desk.ListAsync(default));
        Assert.Empty(await _portal.Get<ISharedCredentialTable>().BindingsAsync(null, default));
        Assert.Equal(AuditKind.CredentialRemoved, _portal.Audit.Events[^1].Kind);
    }

    [Fact]
    public async Task KeyLost_TheCredentialStays_AndSaysThatItNeedsASecret()
    {
        var line = await _portal.AddAsync(Draft, new PasswordCredential("x"));
        var rows = _portal.Get<IEnumerable<WebShell.Core.Credentials.Keys.ISealedRows>>().OfType<SealedSharedCredentials>().Single();
        Assert.Equal([line.Id], await rows.ListAsync(default));

        await rows.ForgetAsync([line.Id], default);

        line = Assert.Single(await Desk.ListAsync(default));
        Assert.False(line.HasSecret);
        Assert.Empty(await rows.ListAsync(default));
        await Desk.RotateAsync(line.Id, line.Version, new PasswordCredential("y"), default);
        Assert.True(Assert.Single(await Desk.ListAsync(default)).HasSecret);
    }

    public async Task InitializeAsync()
    {
        _portal = await SharedPortal.StartAsync(await ChooseAsync(), Web("web-01"), Web("web-02"), Web("web-03"), Machines.Named("db-01", ("role", "db")));
        _portal.HostKeys.Pin("web-01", Key, "test");
        _portal.HostKeys.Pin("web-02", Key, "test");
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    private static Core.Inventory.Vm Web(string name) => Machines.Named(name, ("role", "web")) with { Address = "10.0.0.7" };

    private static async Task<string> TestKeyAsync(bool isProtected)
    {
        using var keys = new UserKeys();
        return await File.ReadAllTextAsync(await keys.MakeAsync("-t ed25519", isProtected));
    }
}

public sealed class SharedCredentialsInAFileTests : SharedCredentialsTests;

[Collection(PostgreSql.Name)]
public sealed class SharedCredentialsInPostgreSqlTests(PostgreSqlServer server) : SharedCredentialsTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
