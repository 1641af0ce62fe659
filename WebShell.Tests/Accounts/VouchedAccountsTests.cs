using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.Tests.Accounts;

public sealed class VouchedAccountsTests : IDisposable
{
    private readonly AccountBench _bench = new();
    private readonly VouchedAccounts _accounts;
    private readonly Rules _rules = new() { NewPeople = Provisioning.Everybody };

    public VouchedAccountsTests()
    {
        _accounts = new VouchedAccounts(_bench.Book, _bench.Audit, _bench.Time, NullLogger<VouchedAccounts>.Instance);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Newcomer_GetsAnAccount_AndTheSameNextTime_WithoutAWrite()
    {
        var first = await EnterAsync(Person("ana"));
        var revision = _bench.Now.Revision;

        var again = await EnterAsync(Person("ana"));

        Assert.Equal(first, again);
        Assert.Equal(revision, _bench.Now.Revision);
        Assert.Equal((AccountOrigin.Oidc, PortalRole.User), (first.Origin, first.Role));
    }

    [Fact]
    public async Task Newcomer_WhereNobodyGetsAnAccount_IsTold()
    {
        _rules.NewPeople = Provisioning.Off;

        Assert.Equal("no account", (await RefusedAsync(Person("ana"))).Reason);
        Assert.Empty(_bench.Now.Accounts);
        Assert.Empty(_bench.Audit.Events);
    }

    [Fact]
    public async Task Groups_AreNeededEveryTime_WhereTheyAreNeeded()
    {
        _rules.NewPeople = Provisioning.Groups;
        _rules.AllowedGroups.Add("ops");
        await RefusedAsync(Person("ana", "Ops"));
        await EnterAsync(Person("ana", "ops"));

        var refused = await RefusedAsync(Person("ana"));

        Assert.Equal(("in none of the allowed groups", "ana"), (refused.Reason, refused.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("root")]
    [InlineData("ana@example.com")]
    [InlineData("<b>ana</b>")]
    [InlineData("a\u202Ena")]
    public async Task Name_ThatIsNone_MakesNoAccount_AndIsNotRepeated(string? name)
    {
        var refused = await RefusedAsync(Person(name!));

        Assert.Equal("a name that is none here", refused.Reason);
        Assert.True(string.IsNullOrEmpty(name) || !refused.Message.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Name_OfSomebodyElse_DoesNotLeadToThem_WhoeverVouchesForThem()
    {
        var admin = await _bench.First.FindOrMakeAsync(default);
        await EnterAsync(Person("ana"));

        Assert.Equal("the name is another account's", (await RefusedAsync(Person("admin"))).Reason);
        Assert.Equal("the name is another account's", (await RefusedAsync(Person("ana") with { Identity = new("https://other", "s-ana") })).Reason);
        Assert.Equal("the name is another account's", (await RefusedAsync(Person("ana") with { Identity = new("https://login", "S-ANA") })).Reason);
        Assert.Equal(admin, _bench.Now.Named("admin"));
    }

    [Fact]
    public async Task Role_IsTheVouchers_WhereItIsMapped_AndThePortalsElsewhere()
    {
        var admin = await _bench.StartAsync();
        var ana = await EnterAsync(Person("ana", "ops"));
        await admin.ChangeAsync(ana, AccountBench.Person("ana", PortalRole.Auditor), default);
        Assert.Equal(PortalRole.Auditor, (await EnterAsync(Person("ana", "ops"))).Role);

        _rules.OperatorGroups.Add("ops");
        _rules.AdministratorGroups.Add("chiefs");

        var promoted = await EnterAsync(Person("ana", "ops"));
        Assert.Equal(PortalRole.Operator, promoted.Role);
        Assert.NotEqual(ana.Stamp, promoted.Stamp);
        Assert.Equal(PortalRole.Administrator, (await EnterAsync(Person("ana", "ops", "chiefs"))).Role);
        Assert.Equal(PortalRole.User, (await EnterAsync(Person("ana"))).Role);
        Assert.Contains(_bench.Audit.Events, e => e.Kind == AuditKind.AccountChanged && e.Details["role"] == "auditor → operator");
    }

    [Fact]
    public async Task LastAdministrator_StaysOne_WhateverTheVoucherSays()
    {
        _rules.AdministratorGroups.Add("chiefs");
        await EnterAsync(Person("ana", "chiefs"));

        Assert.Equal(PortalRole.Administrator, (await EnterAsync(Person("ana"))).Role);

        await EnterAsync(Person("bea", "chiefs"));
        Assert.Equal(PortalRole.User, (await EnterAsync(Person("ana"))).Role);
    }

    [Fact]
    public async Task MappedGroups_FollowTheVoucher_AndOthersStay()
    {
        var admin = await _bench.StartAsync();
        _rules.Groups.Add(new GroupMapping { From = "/dba", To = "dba" });
        _rules.Groups.Add(new GroupMapping { From = "/dba-emea", To = "DBA" });
        var ana = await EnterAsync(Person("ana", "/dba-emea"));
        await admin.SaveGroupAsync(null, "night shift", [ana.Id], default);
        Assert.Equal(["dba", "night shift"], _bench.Now.GroupsOf(ana.Id));

        await EnterAsync(Person("ana"));
        Assert.Equal(["night shift"], _bench.Now.GroupsOf(ana.Id));

        await EnterAsync(Person("ana", "/dba"));
        Assert.Equal(["dba", "night shift"], _bench.Now.GroupsOf(ana.Id));
    }

    [Fact]
    public async Task Disabled_DoesNotComeIn_AndIsNotChanged()
    {
        var admin = await _bench.StartAsync();
        var ana = await EnterAsync(Person("ana"));
        await admin.SetDisabledAsync(ana, true, default);

        var refused = await RefusedAsync(Person("ana") with { DisplayName = "Another" });

        Assert.Equal(("the account is disabled", "ana"), (refused.Reason, refused.Name));
        Assert.Null(_bench.Now.Named("ana")!.DisplayName);
    }

    [Fact]
    public async Task Vouched_CannotKeepAWayInOfTheirOwn()
    {
        var admin = await _bench.StartAsync();
        var ana = await EnterAsync(Person("ana"));

        await Assert.ThrowsAsync<AccountException>(() => _bench.Desk.ChangePasswordAsync(ana.Id, "", "otter kayak violet seven", AccountRules.NewStamp(), () => ValueTask.CompletedTask, default));
        await Assert.ThrowsAsync<AccountException>(() => _bench.Desk.AddCodeAsync(ana.Id, new byte[20], "000000", () => ValueTask.CompletedTask, default));
        await Assert.ThrowsAsync<AccountException>(() => _bench.Desk.ChangePasskeysAsync(
            ana.Id, (_, keys) => keys.Add(new AccountPasskey { Id = "x", Name = "x", PublicKey = [] }), () => ValueTask.CompletedTask, default));
        await Assert.ThrowsAsync<AccountException>(() => admin.ResetAsync(ana, default));
        Assert.Equal(new SignInMeans { External = Person("ana").Identity }, _bench.Now.MeansOf(ana.Id) with { LastSignInAt = null });
    }

    [Fact]
    public async Task Console_GivesAnAccountBackToThePortal_AndItsOwnerStillComesInByTheVoucher()
    {
        _rules.AdministratorGroups.Add("chiefs");
        var ana = await EnterAsync(Person("ana"));

        var (recovered, token) = await _bench.First.RecoverAsync("ana", InvitationLink.Life, default);
        await _bench.Desk.SetInvitedPasswordAsync(token, "otter kayak violet seven", _ => ValueTask.CompletedTask, default);

        var entered = await EnterAsync(Person("ana"));
        Assert.Equal((ana.Id, AccountOrigin.Local, PortalRole.Administrator), (entered.Id, entered.Origin, entered.Role));
        Assert.Equal(recovered.Id, entered.Id);
        Assert.NotNull(await _bench.Desk.WithPasswordAsync("ana", "otter kayak violet seven", default));
    }

    [Fact]
    public async Task Words_ThatAreHostile_AreLeftOut()
    {
        var ana = await EnterAsync(Person("ana") with { DisplayName = "Ana \u202Eevil", Email = new string('x', 10_000) });

        Assert.Equal((null, null), (ana.DisplayName, ana.Email));
    }

    private static Vouched Person(string name, params string[] groups) => new(AccountOrigin.Oidc, new ExternalIdentity("https://login", "s-" + name), "company sign-in") { Name = name, Groups = groups };

    private Task<Core.Accounts.Account> EnterAsync(Vouched person) => _accounts.FindOrMakeAsync(person, _rules, from: null, default);

    private Task<NotAdmittedException> RefusedAsync(Vouched person) => Assert.ThrowsAsync<NotAdmittedException>(() => EnterAsync(person));

    private sealed class Rules : VouchingOptions;
}
