using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using static WebShell.Tests.Accounts.AccountBench;

namespace WebShell.Tests.Accounts;

public sealed class AccountEditorTests : IDisposable
{
    private readonly AccountBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task LastAdministrator_IsNeitherDemotedDisabledNorRemoved_UntilThereIsAnother()
    {
        var editor = await _bench.StartAsync();
        var first = _bench.Now.Named("admin")!;
        var (second, _) = await editor.AddAsync(Person("ana", PortalRole.Administrator), default);
        var byAna = _bench.As(second);
        await byAna.SetDisabledAsync(first, true, default);
        first = _bench.Now.Find(first.Id)!;

        Assert.Contains("last administrator", (await Assert.ThrowsAsync<AccountException>(() => byAna.ChangeAsync(second, Person("ana"), default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AccountException>(() => byAna.SetDisabledAsync(second, true, default));
        await Assert.ThrowsAsync<AccountException>(() => byAna.RemoveAsync(second, default));
        Assert.Equal(PortalRole.Administrator, _bench.Now.Find(second.Id)!.Role);

        await byAna.SetDisabledAsync(first, false, default);
        await byAna.ChangeAsync(second, Person("ana"), default);
        Assert.Equal(PortalRole.User, _bench.Now.Find(second.Id)!.Role);
    }

    [Fact]
    public async Task LastAdministrator_TwoWhoRemoveEachOtherOnTwoNodes_LeaveOne()
    {
        var editor = await _bench.StartAsync();
        var first = _bench.Now.Named("admin")!;
        var (second, _) = await editor.AddAsync(Person("ana", PortalRole.Administrator), default);
        using var other = new AccountBench(_bench.Table);
        await other.Book.FollowAsync(default);

        await editor.ChangeAsync(second, Person("ana"), default);
        await Assert.ThrowsAnyAsync<AccountException>(() => other.As(second).SetDisabledAsync(first, true, default));

        await other.Book.FollowAsync(default);
        Assert.True(other.Now.HasAdministrator);
    }

    [Fact]
    public async Task Acts_OfWhoMayNot_AreRefused()
    {
        var editor = await _bench.StartAsync();
        foreach (var role in new[] { PortalRole.User, PortalRole.Operator, PortalRole.Auditor })
        {
            var (person, _) = await editor.AddAsync(Person($"p-{role}".ToLowerInvariant(), role), default);
            var theirs = _bench.As(person);
            Assert.Null(await theirs.ReadAsync(default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.AddAsync(Person("x"), default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.ChangeAsync(person, Person("x", PortalRole.Administrator), default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.SetDisabledAsync(_bench.Now.Named("admin")!, true, default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.ResetAsync(_bench.Now.Named("admin")!, default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.SignOutAsync(_bench.Now.Named("admin")!, default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.RemoveAsync(_bench.Now.Named("admin")!, default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => theirs.SaveGroupAsync(null, "g", [person.Id], default));
        }

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.As(null).AddAsync(Person("x"), default));
    }

    [Fact]
    public async Task Change_BegunBeforeAnothers_IsTold()
    {
        var editor = await _bench.StartAsync();
        var (ana, _) = await editor.AddAsync(Person("ana"), default);
        await editor.ChangeAsync(ana, Person("ana", PortalRole.Operator), default);

        var told = await Assert.ThrowsAsync<AccountConflictException>(() => editor.ChangeAsync(ana, Person("ana", PortalRole.Auditor), default));

        Assert.Contains("changed by somebody else", told.Message, StringComparison.Ordinal);
        Assert.Equal(PortalRole.Operator, _bench.Now.Find(ana.Id)!.Role);
    }

    [Fact]
    public async Task RoleDisableResetAndSignOut_GiveAnotherStamp_AndGroupsDoNot()
    {
        var editor = await _bench.StartAsync();
        var (ana, _) = await editor.AddAsync(Person("ana"), default);
        await editor.SaveGroupAsync(null, "db team", [ana.Id], default);
        Assert.Equal(ana.Stamp, Ana().Stamp);
        List<string> stamps = [ana.Stamp];

        await editor.ChangeAsync(Ana(), Person("ana", PortalRole.Operator, _bench.Now.GroupNamed("DB Team")!.Id), default);
        stamps.Add(Ana().Stamp);
        await editor.SetDisabledAsync(Ana(), true, default);
        stamps.Add(Ana().Stamp);
        await editor.SetDisabledAsync(Ana(), false, default);
        stamps.Add(Ana().Stamp);
        await editor.ResetAsync(Ana(), default);
        stamps.Add(Ana().Stamp);
        await editor.SignOutAsync(Ana(), default);
        stamps.Add(Ana().Stamp);

        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        Assert.Equal(2, _bench.Now.Person(ana.Id)!.Era); // reset, signed out: their shells end each time

        Core.Accounts.Account Ana() => _bench.Now.Find(ana.Id)!;
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ana")]
    [InlineData("-ana")]
    [InlineData("ana lee")]
    [InlineData("ana\n")]
    [InlineData("аna")]
    [InlineData("<b>ana</b>")]
    [InlineData("../ana")]
    [InlineData("root")]
    [InlineData("www-data")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public async Task SignInName_ThatMayNotBe_IsRefused(string name)
    {
        var editor = await _bench.StartAsync();

        await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(Person(name.Replace("\n", "\nx", StringComparison.Ordinal)), default));

        Assert.Single(_bench.Now.Accounts);
    }

    [Fact]
    public async Task Add_ANameThatIsTaken_OrAnInvisibleDisplayName_IsRefused()
    {
        var editor = await _bench.StartAsync();
        await editor.AddAsync(Person("ana"), default);

        Assert.Contains("already", (await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(Person("ana"), default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(Person("bob") with { DisplayName = "Bob\u202Egnp" }, default));
        await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(Person("bob") with { DisplayName = new string('x', 10_000) }, default));
        await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(Person("bob") with { Email = "bob" }, default));
    }

    [Fact]
    public async Task Group_GivesItsNameToItsMembers_AndTakesItBack()
    {
        var editor = await _bench.StartAsync();
        var (ana, _) = await editor.AddAsync(Person("ana"), default);

        await editor.SaveGroupAsync(null, "db-team", [ana.Id, "nobody"], default);
        Assert.Equal(["db-team"], _bench.Book.UserOf(ana.Id, from: null)!.Groups);
        Assert.Equal([ana.Id], _bench.Now.GroupNamed("DB-TEAM")!.Members);

        await editor.SaveGroupAsync(_bench.Now.GroupNamed("db-team"), "dba", [ana.Id], default);
        Assert.Equal(["dba"], _bench.Book.UserOf(ana.Id, from: null)!.Groups);

        await editor.RemoveGroupAsync(_bench.Now.GroupNamed("dba")!, default);
        Assert.Empty(_bench.Book.UserOf(ana.Id, from: null)!.Groups);
    }

    [Theory]
    [InlineData("administrators")]
    [InlineData("Users")]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("db\u202Eteam")]
    [InlineData("<i>")]
    public async Task GroupName_ThatMayNotBe_IsRefused(string name)
    {
        var editor = await _bench.StartAsync();

        await Assert.ThrowsAsync<AccountException>(() => editor.SaveGroupAsync(null, name, [], default));
    }

    [Fact]
    public async Task GroupName_ThatIsTaken_IsRefused_WhateverItsCase()
    {
        var editor = await _bench.StartAsync();
        await editor.SaveGroupAsync(null, "dba", [], default);

        await Assert.ThrowsAsync<AccountException>(() => editor.SaveGroupAsync(null, "DBA", [], default));
        await editor.SaveGroupAsync(_bench.Now.GroupNamed("dba"), "DBA", [], default);
        Assert.Equal("DBA", Assert.Single(_bench.Now.Groups).Name);
    }

    [Fact]
    public async Task Removed_LosesItsGroups_AndItsNameIsFree()
    {
        var editor = await _bench.StartAsync();
        var (ana, _) = await editor.AddAsync(Person("ana"), default);
        await editor.SaveGroupAsync(null, "dba", [ana.Id], default);

        await editor.RemoveAsync(ana, default);

        Assert.Null(_bench.Book.UserOf(ana.Id, from: null));
        Assert.Empty(_bench.Now.GroupNamed("dba")!.Members);
        Assert.NotEqual(ana.Id, (await editor.AddAsync(Person("ana"), default)).Account.Id);
    }

    [Fact]
    public async Task Act_ThatTheAuditCannotTake_DoesNotHappen()
    {
        var editor = await _bench.StartAsync();
        var (ana, _) = await editor.AddAsync(Person("ana"), default);
        _bench.Audit.IsBroken = true;

        await Assert.ThrowsAsync<AuditException>(() => editor.SetDisabledAsync(ana, true, default));
        await Assert.ThrowsAsync<AuditException>(() => editor.AddAsync(Person("bob"), default));

        Assert.False(_bench.Now.Find(ana.Id)!.IsDisabled);
        Assert.Null(_bench.Now.Named("bob"));
    }

    [Fact]
    public async Task Audit_SaysWhoDidWhatToWhom()
    {
        var editor = await _bench.StartAsync();
        var (ana, token) = await editor.AddAsync(Person("ana"), default);
        await editor.ChangeAsync(ana, Person("ana", PortalRole.Operator), default);

        var change = _bench.Audit.Events[^1];

        Assert.Equal((AuditKind.AccountChanged, "admin", "ana", "user → operator"), (change.Kind, change.ActorName, change.On, change.Details["role"]));
        Assert.DoesNotContain(_bench.Audit.Events, audit => audit.ToString().Contains(token, StringComparison.Ordinal) || audit.Details.Values.Contains(token));
    }
}
