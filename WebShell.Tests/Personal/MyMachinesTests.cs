using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Access;
using WebShell.Core.Personal;
using WebShell.Tests.Access;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Personal;

public sealed class MyMachinesTests : IDisposable
{
    private readonly MemoryPersonalTable _table = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PersonalBook _book;

    public MyMachinesTests() => _book = new PersonalBook(_table, _time, NullLogger<PersonalBook>.Instance);

    public void Dispose() => _book.Dispose();

    [Fact]
    public async Task Favourite_Set_IsSeenByTheUsersOtherPagesAndByNobodyElse()
    {
        using MyMachines mine = PageOf("ann"), other = PageOf("ann"), bobs = PageOf("bob");
        await other.GetAsync(default);
        var (told, toldBob) = (0, 0);
        other.Changed += () => told++;
        await bobs.GetAsync(default);
        bobs.Changed += () => toldBob++;

        await mine.SetFavouriteAsync("web-01", true, default);
        await mine.SetFavouriteAsync("web-01", true, default);

        Assert.True((await other.GetAsync(default)).IsFavourite("WEB-01"));
        Assert.Empty((await bobs.GetAsync(default)).Favourites);
        Assert.Equal((1, 0), (told, toldBob));
        await other.SetFavouriteAsync("web-01", false, default);
        Assert.Empty((await mine.GetAsync(default)).Favourites);
    }

    [Fact]
    public async Task State_IsReadOnceForAllPages_AndAgainWhenTheLastHasGone()
    {
        using (MyMachines mine = PageOf("ann"), other = PageOf("ann"))
        {
            await mine.GetAsync(default);
            await other.GetAsync(default);
            await mine.SetFavouriteAsync("web-01", true, default);
        }

        Assert.Equal(1, _table.Reads);
        using var later = PageOf("ann");
        Assert.True((await later.GetAsync(default)).IsFavourite("web-01"));
        Assert.Equal(2, _table.Reads);
    }

    [Fact]
    public async Task Favourites_AboveTheLimit_AreRefused()
    {
        using var mine = PageOf("ann");
        for (var i = 0; i < PersonalLimits.Favourites; i++)
        {
            await mine.SetFavouriteAsync($"vm-{i}", true, default);
        }

        var refusal = await Assert.ThrowsAsync<PersonalException>(() => mine.SetFavouriteAsync("one-more", true, default));

        Assert.Contains("500 favourites", refusal.Message, StringComparison.Ordinal);
        await mine.SetFavouriteAsync("vm-0", false, default);
        await mine.SetFavouriteAsync("one-more", true, default);
    }

    [Fact]
    public async Task Views_NamesAreUniqueVisibleAndBounded_AndAreInOrder()
    {
        using var mine = PageOf("ann");
        await mine.SaveViewAsync(View(" web-10 "), isShared: false, default);
        await mine.SaveViewAsync(View("web-2"), isShared: false, default);

        await RefusedAsync(mine, View("WEB-2"), "named WEB-2 already");
        await RefusedAsync(mine, View("  "), "1 to 64");
        await RefusedAsync(mine, View("a\u202eb"), "1 to 64");
        await RefusedAsync(mine, View("long") with { Query = new string('x', 1025) }, "1024");
        Assert.Equal(["web-2", "web-10"], (await mine.GetAsync(default)).Views.Select(view => view.Name));
        for (var i = 2; i < PersonalLimits.Views; i++)
        {
            await mine.SaveViewAsync(View($"v{i}"), isShared: false, default);
        }

        await RefusedAsync(mine, View("one more"), "50 views of yours");
    }

    [Fact]
    public async Task View_SavedUnderItsId_IsReplacedAndRemoved()
    {
        using var mine = PageOf("ann");
        var view = View("web");
        await mine.SaveViewAsync(view, isShared: false, default);
        await mine.SaveViewAsync(view with { Query = "web env:prod" }, isShared: false, default);

        var kept = Assert.Single((await mine.GetAsync(default)).Views);
        Assert.Equal(("ann", "web env:prod"), (kept.OwnerId, kept.Query));
        await mine.RemoveViewAsync(kept, default);
        Assert.Empty((await mine.GetAsync(default)).Views);
    }

    [Fact]
    public async Task View_Shared_IsEverybodysAndOnlyAnAdministratorsToGive()
    {
        using MyMachines admin = PageOf("root", isAdministrator: true), ann = PageOf("ann");
        await ann.GetAsync(default);
        var told = 0;
        ann.Changed += () => told++;

        await admin.SaveViewAsync(View("Databases"), isShared: true, default);

        var shared = Assert.Single((await ann.GetAsync(default)).SharedViews);
        Assert.Equal(("Databases", true, 1), (shared.Name, shared.IsShared, told));
        await Assert.ThrowsAsync<PersonalException>(() => ann.SaveViewAsync(View("Mine"), isShared: true, default));
        await Assert.ThrowsAsync<PersonalException>(() => ann.RemoveViewAsync(shared, default));
        Assert.Equal((true, false), (await admin.MayShareAsync(default), await ann.MayShareAsync(default)));
        await admin.RemoveViewAsync(shared, default);
        Assert.Empty((await ann.GetAsync(default)).SharedViews);
    }

    [Fact]
    public async Task Store_Down_ShowsNothingAndRefusesChangesUntilItAnswersAgain()
    {
        using var mine = PageOf("ann");
        _table.IsDown = true;

        Assert.False((await mine.GetAsync(default)).IsRead);
        await Assert.ThrowsAsync<PersonalException>(() => mine.SetFavouriteAsync("web-01", true, default));
        Assert.Equal(1, _table.Reads);

        _table.IsDown = false;
        _time.Advance(PersonalBook.RetryAfter);
        await mine.SetFavouriteAsync("web-01", true, default);
        Assert.True((await mine.GetAsync(default)) is { IsRead: true } state && state.IsFavourite("web-01"));

        _table.IsDown = true;
        await Assert.ThrowsAsync<PersonalException>(() => mine.SetFavouriteAsync("web-01", false, default));
        Assert.True((await mine.GetAsync(default)).IsFavourite("web-01"));
    }

    [Fact]
    public async Task User_WhoIsGone_KeepsNothingForTheNext()
    {
        var user = new Person { User = new PortalUser("ann", "Ann") };
        using var mine = new MyMachines(_book, Policies.New(), user);
        await mine.SetFavouriteAsync("web-01", true, default);

        user.User = null;
        Assert.Empty((await mine.GetAsync(default)).Favourites);
        await Assert.ThrowsAsync<PersonalException>(() => mine.SetFavouriteAsync("web-02", true, default));
        user.User = new PortalUser("bob", "Bob");
        Assert.Empty((await mine.GetAsync(default)).Favourites);
    }

    [Fact]
    public async Task Shell_Opened_IsAUseOfItsMachineAlsoWithoutAPage()
    {
        await using var bench = new SessionBench();
        using var recorder = new UseRecorder(bench.Registry, _book, NullLogger<UseRecorder>.Instance);
        await recorder.StartAsync(default);
        using var mine = PageOf("ann");
        await mine.GetAsync(default);
        var told = new SemaphoreSlim(0);
        mine.Changed += () => told.Release();

        await bench.ConnectAsync("ann");
        Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(10)));
        await bench.ConnectAsync("ann");
        Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal(new MachineUse(2, _time.GetUtcNow()), (await mine.GetAsync(default)).UseOf("web-01"));
        Assert.Equal(2, _table.StateOf("ann").UseOf("web-01")?.Count);
        await recorder.StopAsync(default);
    }

    private static SavedView View(string name) => new() { Id = Guid.NewGuid(), OwnerId = "somebody", Name = name };

    private static async Task RefusedAsync(MyMachines mine, SavedView view, string because) => Assert.Contains(
        because, (await Assert.ThrowsAsync<PersonalException>(() => mine.SaveViewAsync(view, isShared: false, default))).Message, StringComparison.Ordinal);

    private MyMachines PageOf(string id, bool isAdministrator = false) =>
        new(_book, Policies.New(), new Person { User = new PortalUser(id, id) { Role = isAdministrator ? PortalRole.Administrator : PortalRole.User } });

    private sealed class Person : ICurrentUser
    {
        public PortalUser? User { get; set; }

        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(User);
    }
}
