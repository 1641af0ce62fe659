using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.Tests.Accounts;

public sealed class AccountBookTests : IDisposable
{
    private readonly AccountBench _bench = new();
    private int _changes;

    public AccountBookTests()
    {
        _bench.Book.Changed += () => _changes++;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task FirstAdministrator_IsMadeOnce_AndKeepsItsId()
    {
        var first = await _bench.First.FindOrMakeAsync(default);
        var again = await _bench.First.FindOrMakeAsync(default);

        Assert.Equal(("admin", "admin", PortalRole.Administrator), (first.Id, first.Name, first.Role));
        Assert.Equal(first, again);
        Assert.Single(_bench.Now.Accounts);
    }

    [Fact]
    public async Task AnotherNodesChange_IsSeenAndTold_AtTheNextLook()
    {
        using var other = new AccountBench(_bench.Table);
        await _bench.Book.FollowAsync(default);
        var admin = await other.First.FindOrMakeAsync(default);
        Assert.Null(_bench.Book.UserOf(admin.Id, from: null));
        var before = _changes;

        await _bench.Book.FollowAsync(default);
        await _bench.Book.FollowAsync(default);

        Assert.Equal(before + 1, _changes);
        Assert.True(_bench.Book.UserOf(admin.Id, from: null)!.IsAdministrator);
    }

    [Fact]
    public async Task AnotherNodesChange_ThatIsSeenWhileWriting_IsTold()
    {
        var admin = await _bench.First.FindOrMakeAsync(default);
        using var other = new AccountBench(_bench.Table);
        await other.Book.FollowAsync(default);
        var (ana, _) = await other.As(admin).AddAsync(AccountBench.Person("ana"), default);
        var before = _changes;

        // Says nothing of rights itself, and finds the other's.
        await _bench.Desk.NoteSignInAsync(admin.Id, default);

        Assert.Equal(before + 1, _changes);
        Assert.NotNull(_bench.Now.Find(ana.Id));
    }

    [Fact]
    public async Task SignIn_IsNoChangeOfWhoPeopleAre()
    {
        var admin = await _bench.First.FindOrMakeAsync(default);
        var before = _changes;

        await _bench.Desk.NoteSignInAsync(admin.Id, default);

        Assert.Equal(before, _changes);
        Assert.Equal(_bench.Time.GetUtcNow(), _bench.Now.MeansOf(admin.Id).LastSignInAt);
    }

    [Fact]
    public async Task Change_ThatCannotBeWritten_IsNotSeen()
    {
        var editor = await _bench.StartAsync();
        _bench.Table.IsBroken = true;

        await Assert.ThrowsAsync<AccountException>(() => editor.AddAsync(AccountBench.Person("ana"), default));

        Assert.Null(_bench.Now.Named("ana"));
        await Assert.ThrowsAsync<AccountException>(() => _bench.Book.FollowAsync(default));
        Assert.NotNull(_bench.Now.Named("admin"));
    }

    [Fact]
    public async Task Listener_ThatFails_KeepsNobodyElseFromHearing()
    {
        var heard = 0;
        _bench.Book.Changed += () => throw new InvalidOperationException("a defect");
        _bench.Book.Changed += () => heard++;

        await _bench.First.FindOrMakeAsync(default);

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task Recovery_OpensALockedPortal()
    {
        var editor = await _bench.StartAsync();
        await _bench.AddAsync(editor, "ana", "otter kayak violet seven", PortalRole.Administrator);
        await _bench.As(_bench.Now.Named("ana")).SetDisabledAsync(_bench.Now.Named("admin")!, true, default);

        var (account, token) = await _bench.First.RecoverAsync("admin", TimeSpan.FromMinutes(15), default);

        Assert.True(account is { Id: "admin", IsDisabled: false, Role: PortalRole.Administrator });
        Assert.Equal("admin", (await _bench.Desk.SetInvitedPasswordAsync(token, "otter kayak violet seven", _ => ValueTask.CompletedTask, default)).Name);
        Assert.Equal("carol", (await _bench.First.RecoverAsync("carol", TimeSpan.FromMinutes(15), default)).Account.Name);
        await Assert.ThrowsAsync<AccountException>(() => _bench.First.RecoverAsync("Root", TimeSpan.FromMinutes(15), default));
    }
}
