using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Personal;
using WebShell.Core.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>What people keep about machines, in a real database.</summary>
public abstract class PersonalTableTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;
    private ServiceProvider _services = null!;

    private IPersonalTable Table => _services.GetRequiredService<IPersonalTable>();

    [Fact]
    public async Task Everything_Kept_IsReadAgainAndOnlyByItsOwner()
    {
        var view = new SavedView { Id = Guid.NewGuid(), OwnerId = "ann", Name = "Web", Query = "web \"a b\"", Sort = "-os", Group = "env,role", Columns = "name,os" };
        await Table.SetFavouriteAsync("ann", "web-01", true, Noon, default);
        await Table.SetFavouriteAsync("ann", "web-01", true, Noon, default);
        await Table.SetFavouriteAsync("ann", "db-01", true, Noon, default);
        await Table.SetFavouriteAsync("ann", "db-01", false, Noon, default);
        await Table.NoteUseAsync("ann", "web-01", Noon, default);
        await Table.NoteUseAsync("ann", "web-01", Noon.AddHours(1), default);
        await Table.SaveViewAsync(view, default);
        await Table.SaveTableAsync("ann", new TableSettings { Columns = "name,env" }, default);
        await Table.SaveTableAsync("ann", new TableSettings { Columns = "name,os", Group = "env", IsRoomy = true }, default);

        var state = await Table.ReadAsync("ann", default);

        Assert.Equal(["web-01"], state.Favourites);
        Assert.Equal(KeyValuePair.Create("web-01", new MachineUse(2, Noon.AddHours(1))), Assert.Single(state.Uses));
        Assert.Equal(view, Assert.Single(state.Views));
        Assert.Equal(new TableSettings { Columns = "name,os", Group = "env", IsRoomy = true }, state.Table);
        var bobs = await Table.ReadAsync("bob", default);
        Assert.True(bobs is { Favourites.Count: 0, Uses.Count: 0, Views.Length: 0 });
        Assert.Equal(new TableSettings(), bobs.Table);
    }

    [Fact]
    public async Task View_OfAnother_IsNeitherReplacedNorRemoved()
    {
        var view = new SavedView { Id = Guid.NewGuid(), OwnerId = "", Name = "Shared" };
        await Table.SaveViewAsync(view, default);

        await Table.SaveViewAsync(view with { OwnerId = "bob", Name = "Bob's" }, default);
        await Table.RemoveViewAsync("bob", view.Id, default);

        Assert.Equal(view, Assert.Single(await Table.ReadSharedAsync(default)));
        Assert.Empty((await Table.ReadAsync("bob", default)).Views);
        await Table.SaveViewAsync(view with { Name = "Renamed" }, default);
        Assert.Equal("Renamed", Assert.Single(await Table.ReadSharedAsync(default)).Name);
        await Table.RemoveViewAsync("", view.Id, default);
        Assert.Empty(await Table.ReadSharedAsync(default));
    }

    [Fact]
    public async Task View_OfANameThatIsTaken_IsADatabaseError()
    {
        await Table.SaveViewAsync(new SavedView { Id = Guid.NewGuid(), OwnerId = "ann", Name = "Web" }, default);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Table.SaveViewAsync(new SavedView { Id = Guid.NewGuid(), OwnerId = "ann", Name = "WEB" }, default));

        await Table.SaveViewAsync(new SavedView { Id = Guid.NewGuid(), OwnerId = "bob", Name = "Web" }, default);
    }

    [Fact]
    public async Task Uses_AboveTheLimit_ForgetTheOldest()
    {
        for (var i = 0; i < PersonalLimits.Uses + 2; i++)
        {
            await Table.NoteUseAsync("ann", $"vm-{i}", Noon.AddSeconds(i), default);
        }

        var uses = (await Table.ReadAsync("ann", default)).Uses;

        Assert.Equal(PersonalLimits.Uses, uses.Count);
        Assert.False(uses.ContainsKey("vm-1"));
        Assert.True(uses.ContainsKey("vm-2"));
    }

    public async Task InitializeAsync() => _services = await TestStorage.StartAsync(_directory, await ChooseAsync());

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });
}

public sealed class PersonalTableInAFileTests : PersonalTableTests;

[Collection(PostgreSql.Name)]
public sealed class PersonalTableInPostgreSqlTests(PostgreSqlServer server) : PersonalTableTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
