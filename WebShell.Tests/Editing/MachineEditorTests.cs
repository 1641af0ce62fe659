using WebShell.Core.Audit;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Storage;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Editing;

public abstract class MachineEditorTests : IAsyncLifetime
{
    private StoredInventory _inventory = null!;

    private MachineEditor Ann => _inventory.Editor("Ann");

    private MachineEditor Bob => _inventory.Editor("Bob");

    [Fact]
    public async Task Add_IsInTheInventoryAndTheAuditLog()
    {
        var outcome = await Ann.AddAsync(Machines.Named("Web-01", ("env", "prod")), default);

        Assert.Equal(("Web-01", "web-01", "Ann", 1), (outcome.Saved!.Name, outcome.Saved.Slug, outcome.Saved.ChangedBy, outcome.Saved.Version));
        Assert.Same(outcome.Saved.Machine, _inventory.Inventory.Find("web-01"));
        var entry = Assert.Single(_inventory.Audit.Events);
        Assert.Equal((AuditKind.MachineAdded, "Ann", "Web-01", "prod"), (entry.Kind, entry.ActorName, entry.On, entry.Details["labels.env"]));
    }

    [Fact]
    public async Task Add_WithMistakes_NamesEveryOneWithItsField()
    {
        await Ann.AddAsync(Machines.Named("web-01"), default);
        var wrong = Machines.Named("WEB-01") with { Address = "a b", Port = 0, Logins = ["x", "x"], Jumps = ["nowhere", "web-01"], Owner = "\u202e" };

        var outcome = await Ann.AddAsync(wrong, default);

        Assert.Null(outcome.Saved);
        Assert.Equal(["address", "port", "owner", "name", "logins", "jumps", "jumps"], outcome.Mistakes.Select(mistake => mistake.Field));
        Assert.Equal("WEB-01 is reached through nowhere, but there is no machine of that name.", outcome.Mistakes[^2].Sentence);
        Assert.Single(_inventory.Inventory.All, vm => vm.Name.StartsWith("web", StringComparison.OrdinalIgnoreCase));
        Assert.Single(_inventory.Audit.Events);
    }

    [Fact]
    public async Task Name_OfATransientMachine_OrASlugOfAnother_IsRefused()
    {
        var web = (await Ann.AddAsync(Machines.Named("web-01"), default)).Saved!;
        await Ann.SaveAsync(web, web.Machine with { Name = "web-99" }, default);

        Assert.Equal("bastion is listed by demo fleet already.", (await AddMistakeAsync("bastion")).Sentence);
        Assert.Equal("web-01 is what links and pinned host keys of web-99 go by, which once had this name.", (await AddMistakeAsync("web-01")).Sentence);
        Assert.Null(await Ann.FindAsync("bastion", default));
    }

    [Fact]
    public async Task Rename_KeepsTheSlug_AndThoseBehindItFollow()
    {
        var gate = (await Ann.AddAsync(Machines.Named("gate"), default)).Saved!;
        gate = (await Ann.SaveAsync(gate, gate.Machine with { Name = "gate-ams" }, default)).Saved!;
        await Ann.AddAsync(Machines.Named("vault") with { Jumps = ["gate-ams"] }, default);

        var renamed = (await Ann.SaveAsync(gate, gate.Machine with { Name = "gate-fra" }, default)).Saved!;

        Assert.Equal(("gate", "gate-fra", 3), (renamed.Slug, renamed.Name, renamed.Version));
        Assert.Equal("gate-fra", _inventory.Inventory.Find("gate")!.Name);
        Assert.Equal(["gate-fra"], _inventory.Inventory.Find("vault")!.Jumps);
        Assert.Null(_inventory.Inventory.Error);
    }

    [Fact]
    public async Task Jumps_InACircle_AreRefused_ButABrokenWayDoesNotHinderOtherChanges()
    {
        var a = (await Ann.AddAsync(Machines.Named("a") with { Jumps = ["bastion"] }, default)).Saved!;
        var b = (await Ann.AddAsync(Machines.Named("b") with { Jumps = ["a"] }, default)).Saved!;

        var refused = await Ann.SaveAsync(a, a.Machine with { Jumps = ["b"] }, default);
        Assert.Equal(new FieldMistake("jumps", "The way to a goes in a circle: a → b → a."), Assert.Single(refused.Mistakes));

        await Ann.RemoveAsync(["a"], default);
        var outcome = await Ann.SaveAsync(b, b.Machine with { Owner = "Team B" }, default);
        Assert.Equal("Team B", outcome.Saved!.Machine.Owner);
    }

    [Fact]
    public async Task Save_SomebodyWasFaster_TellsWhatChangedAndLosesNothing()
    {
        var basis = (await Ann.AddAsync(Machines.Named("web-01", ("env", "dev")), default)).Saved!;
        await Ann.SaveAsync(basis, basis.Machine with { Owner = "Team Ann", Port = 2200, Labels = new Dictionary<string, string> { ["env"] = "prod" } }, default);
        var mine = basis.Machine with { Owner = "Team Bob", OperatingSystem = "Debian 12" };

        var told = await Bob.SaveAsync(basis, mine, default);

        Assert.Null(told.Saved);
        var conflict = told.Conflict!;
        Assert.Equal("Ann", conflict.Current.ChangedBy);
        Assert.Equal([new("port", "22", "2200"), new("owner", "", "Team Ann"), new("labels.env", "dev", "prod")], conflict.Theirs);
        Assert.Equal([new("os", "", "Debian 12"), new("owner", "", "Team Bob")], conflict.Mine);
        Assert.Equal(["owner"], conflict.Contested);
        var both = await Bob.SaveAsync(conflict.Current, conflict.Together(mine, takesMine: _ => true), default);
        var machine = both.Saved!.Machine;
        Assert.Equal((2200, "Team Bob", "Debian 12", "prod"), (machine.Port, machine.Owner, machine.OperatingSystem, machine.Environment));
        Assert.Equal("Team Ann", conflict.Together(mine, takesMine: _ => false).Owner);
    }

    [Fact]
    public async Task Save_SomebodyRemovedItMeanwhile_TellsAndCanBringItBack()
    {
        var basis = (await Ann.AddAsync(Machines.Named("web-01"), default)).Saved!;
        await Ann.RemoveAsync(["web-01"], default);
        var mine = basis.Machine with { Owner = "Team Bob" };

        var conflict = (await Bob.SaveAsync(basis, mine, default)).Conflict!;
        Assert.True(conflict.Current.IsRemoved);

        await Bob.SaveAsync(conflict.Current, conflict.Together(mine, _ => true), default);
        Assert.Equal("Team Bob", _inventory.Inventory.Find("web-01")!.Owner);
    }

    [Fact]
    public async Task Save_NothingChanged_WritesNothing()
    {
        var basis = (await Ann.AddAsync(Machines.Named("web-01"), default)).Saved!;

        Assert.Same(basis, (await Ann.SaveAsync(basis, basis.Machine with { Source = "x" }, default)).Saved);
        Assert.Single(_inventory.Audit.Events);
    }

    [Fact]
    public async Task Save_AMachineOfASource_TakesTheFieldsOver_AndGivesThemBack()
    {
        await _inventory.Store.ChangeAsync(
            _ => [new StoredMachine { Machine = Machines.Named("web-01", ("env", "dev")) with { Owner = "Team A" }, SourceId = "s1", ListedAs = "web-01", ChangedAt = default, ChangedBy = "s1" }], default);
        var basis = (await Ann.FindAsync("web-01", default))!;

        var edited = (await Ann.SaveAsync(basis, basis.Machine with { Owner = "Team B", Labels = new Dictionary<string, string>() }, default)).Saved!;
        Assert.Equal(new Dictionary<string, string> { ["owner"] = "Team A", ["labels.env"] = "dev" }, edited.Edited);

        var back = (await Ann.SaveAsync(edited, edited.Machine with { Owner = "Team A" }, default)).Saved!;
        Assert.Equal(["labels.env"], back.Edited.Keys);
    }

    [Fact]
    public async Task Label_Several_SetsAndTakesAway_AndUndoes()
    {
        await AddAsync("web-01", "web-02", "db-01");

        var outcome = await Ann.LabelAsync(["web-01", "web-02", "bastion", "gone"], new Dictionary<string, string> { ["env"] = "prod" }, ["role"], default);

        Assert.Equal(["web-01", "web-02"], outcome.Changed);
        Assert.Equal(["bastion comes from demo fleet and lasts as long as that.", "gone is not there any more."], outcome.Skipped);
        Assert.Equal(["prod", "prod", ""], new[] { "web-01", "web-02", "db-01" }.Select(name => _inventory.Inventory.Find(name)!.Environment));
        Assert.Equal(("2 machines", "env:prod", "web-01, web-02"), (_inventory.Audit.Events[^1].On, _inventory.Audit.Events[^1].Details["set"], _inventory.Audit.Events[^1].Details["machines"]));
        Assert.Empty((await Ann.LabelAsync(["web-01"], new Dictionary<string, string> { ["env"] = "prod" }, [], default)).Changed);

        var mistaken = await Ann.LabelAsync(["db-01"], new Dictionary<string, string> { ["1"] = new('x', 10_000) }, [], default);
        Assert.Equal(2, mistaken.Mistakes.Count);

        Assert.Equal(["web-01", "web-02"], (await Ann.UndoAsync(outcome.Undo!, default)).Changed);
        Assert.Equal(("", "web"), (_inventory.Inventory.Find("web-01")!.Environment, _inventory.Inventory.Find("web-01")!.Labels["role"]));
    }

    [Fact]
    public async Task Remove_Several_AndUndo_BringsThemBackWithAllTheyHad_ButForThoseThatAreOthersNow()
    {
        await AddAsync("web-01", "web-02", "web-03", "web-04");

        var outcome = await Ann.RemoveAsync(["web-01", "web-02", "web-03"], default);
        Assert.Equal(["bastion", "web-04"], _inventory.Inventory.All.Select(vm => vm.Name));
        await Bob.AddAsync(Machines.Named("web-02"), default);
        var four = (await Bob.FindAsync("web-04", default))!;
        await Bob.SaveAsync(four, four.Machine with { Name = "web-03" }, default);

        var undone = await Ann.UndoAsync(outcome.Undo!, default);

        Assert.Equal(["web-01"], undone.Changed);
        Assert.Equal(["web-02 was changed by Bob since.", "web-03 is the name of another machine by now."], undone.Skipped);
        Assert.Equal(("web", "web-01"), (_inventory.Inventory.Find("web-01")!.Labels["role"], _inventory.Inventory.Find("web-01")!.Slug));
        Assert.Equal([AuditKind.MachinesRemoved, AuditKind.MachinesBroughtBack], _inventory.Audit.Events.Select(entry => entry.Kind).Where(kind => kind is AuditKind.MachinesRemoved or AuditKind.MachinesBroughtBack));
    }

    [Fact]
    public async Task Add_ANameThatWasRemoved_IsThatMachineAgain_UnderItsSlug()
    {
        var old = (await Ann.AddAsync(Machines.Named("web-01"), default)).Saved!;
        await Ann.SaveAsync(old, old.Machine with { Name = "web-77" }, default);
        await Ann.RemoveAsync(["web-01"], default);

        Assert.Equal("web-01-2", (await Ann.AddAsync(Machines.Named("web-01"), default)).Saved!.Slug);
        Assert.Equal("web-01", (await Ann.AddAsync(Machines.Named("web-77"), default)).Saved!.Slug);
    }

    [Fact]
    public async Task WithoutTheRight_OrWithoutAnAuditLog_NothingHappens()
    {
        var guest = _inventory.Editor("Guest", isAdministrator: false);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => guest.AddAsync(Machines.Named("web-01"), default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => guest.RemoveAsync(["bastion"], default));
        Assert.False(await guest.MayEditAsync(default));
        await AddAsync("web-01");
        Assert.Null(await guest.FindAsync("web-01", default));

        _inventory.Audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => Ann.RemoveAsync(["web-01"], default));
        await Assert.ThrowsAsync<AuditException>(() => Ann.AddAsync(Machines.Named("web-02"), default));

        Assert.Equal(["bastion", "web-01"], _inventory.Inventory.All.Select(vm => vm.Name));
    }

    [Fact]
    public async Task Changes_AreThereAfterARestart()
    {
        await AddAsync("web-01", "web-02");
        await Ann.RemoveAsync(["web-02"], default);

        var node = await _inventory.SecondNode();

        Assert.NotNull(await _inventory.Editor(node: node).FindAsync("web-01", default));
        Assert.Null(await _inventory.Editor(node: node).FindAsync("web-02", default));
    }

    public async Task InitializeAsync() => _inventory = await StoredInventory.StartAsync(await ChooseAsync(), Machines.Named("bastion"));

    public async Task DisposeAsync() => await _inventory.DisposeAsync();

    private async Task AddAsync(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.NotNull((await Ann.AddAsync(Machines.Named(name, ("role", "web")), default)).Saved);
        }
    }

    private async Task<FieldMistake> AddMistakeAsync(string name) => Assert.Single((await Ann.AddAsync(Machines.Named(name), default)).Mistakes);

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });
}

public sealed class MachineEditorOnAFileTests : MachineEditorTests;

[Collection(PostgreSql.Name)]
public sealed class MachineEditorOnPostgreSqlTests(PostgreSqlServer server) : MachineEditorTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
