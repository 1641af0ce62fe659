using WebShell.Core.Audit;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Editing;

/// <summary>Listings planned and taken over, in a real database file.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private static readonly MachineSource File = new() { Id = "s1", Name = "fleet.csv", Kind = "csv" };
    private static readonly MachineSource NetBox = new() { Id = "s2", Name = "netbox", Kind = "netbox" };
    private static readonly HashSet<string> Nothing = [];

    private StoredInventory _inventory = null!;

    private MachineEditor Ann => _inventory.Editor("Ann");

    [Fact]
    public async Task First_AddsAll_AndAgain_ChangesNothing()
    {
        var plan = Plan(File, Listed("Web-01", owner: "Team A", env: "prod"), Listed("db-01"));
        Assert.Equal(["Web-01", "db-01"], plan.Added.Select(addition => addition.Machine.Name));
        Assert.DoesNotContain(_inventory.Inventory.All, vm => vm.Source == "fleet.csv");

        var record = await ApplyAsync(plan);

        Assert.Equal((SyncOutcome.Applied, 2, "2 added, 0 changed, 0 removed, 0 unchanged."), (record.Outcome, record.Added, record.Sentence));
        var web = _inventory.Inventory.Find("web-01")!;
        Assert.Equal(("Web-01", "web-01", "fleet.csv", "Team A", "prod"), (web.Name, web.Slug, web.Source, web.Owner, web.Environment));
        Assert.Equal((AuditKind.MachinesImported, "fleet.csv", "Web-01, db-01"), (_inventory.Audit.Events[^1].Kind, _inventory.Audit.Events[^1].On, _inventory.Audit.Events[^1].Details["added"]));

        var again = Plan(File, Listed("Web-01", owner: "Team A", env: "prod"), Listed("db-01"));
        Assert.True(again.IsEmpty);
        Assert.Equal((2, "2 machines, nothing changed."), (again.Unchanged, again.Sentence));
        Assert.Equal(SyncOutcome.Unchanged, (await ApplyAsync(again)).Outcome);
        Assert.Single(_inventory.Audit.Events);
        Assert.Equal([SyncOutcome.Applied, SyncOutcome.Unchanged], (await _inventory.Sources().HistoryAsync("s1", 10, default)).Select(look => look.Outcome).Order());
    }

    [Fact]
    public async Task Changes_AreShownFieldByField_AndWhatIsNotSaidAnyMoreIsGone()
    {
        await ApplyAsync(Plan(File, Listed("web-01", owner: "Team A", env: "prod")));

        var plan = Plan(File, Listed("web-01", env: "dev") with { Port = 2222, Address = "10.9.9.9" });

        Assert.Equal(
            [new("address", "10.0.0.1", "10.9.9.9"), new("port", "22", "2222"), new("owner", "Team A", ""), new("labels.env", "prod", "dev")],
            Assert.Single(plan.Changed).Fields);
        await ApplyAsync(plan);
        Assert.Equal(("", "dev", 2222), (_inventory.Inventory.Find("web-01")!.Owner, _inventory.Inventory.Find("web-01")!.Environment, _inventory.Inventory.Find("web-01")!.Port));
    }

    [Fact]
    public async Task WhatAPersonEdited_StaysUnlessItIsTaken()
    {
        await ApplyAsync(Plan(File, Listed("web-01", owner: "Team A", env: "dev")));
        var web = (await Ann.FindAsync("web-01", default))!;
        await Ann.SaveAsync(web, web.Machine with { Name = "web-99", Owner = "Team Ann", Labels = new Dictionary<string, string> { ["tier"] = "1" } }, default);

        Assert.Empty(Plan(File, Listed("web-01", owner: "Team A", env: "dev")).Conflicts);
        var plan = Plan(File, Listed("web-01", owner: "Team B", env: "prod") with { OperatingSystem = "Debian" });

        Assert.Equal([new("owner", "Team Ann", "Team B"), new("labels.env", "", "prod")], plan.Conflicts.Select(conflict => conflict.Change!));
        Assert.Equal([new("os", "", "Debian")], Assert.Single(plan.Changed).Fields);
        await ApplyAsync(plan);
        Assert.Equal(("web-99", "Team Ann", "Debian", "1"), Facts());

        await ApplyAsync(_inventory.Importer.Plan(File, Of(Listed("web-01", owner: "Team B", env: "prod")), new HashSet<string> { "web-01/owner" }, default));
        Assert.Equal(("web-99", "Team B", "", "1"), Facts());
        Assert.DoesNotContain(Plan(File, Listed("web-01", owner: "Team B")).Conflicts, conflict => conflict.Change!.Field == "owner");

        (string, string, string, string) Facts()
        {
            var vm = _inventory.Inventory.Find("web-01")!;
            return (vm.Name, vm.Owner, vm.OperatingSystem, vm.Labels.GetValueOrDefault("tier", ""));
        }
    }

    [Fact]
    public async Task WhatIsNotListedAnyMore_IsRemoved_AndComesBackWithItsSlugAndWhatPeopleEdited()
    {
        await ApplyAsync(Plan(File, Listed("web-01"), Listed("db-01")));
        var web = (await Ann.FindAsync("web-01", default))!;
        await Ann.SaveAsync(web, web.Machine with { Name = "web-99", Notes = "by Ann" }, default);

        var gone = Plan(File, Listed("db-01"));
        Assert.Equal(["web-99"], gone.Removed.Select(row => row.Name));
        await ApplyAsync(gone);
        Assert.Null(_inventory.Inventory.Find("web-01"));

        var back = Plan(File, Listed("web-01"), Listed("db-01"));
        Assert.True(Assert.Single(back.Added).ComesBack);
        await ApplyAsync(back);
        Assert.Equal(("web-99", "by Ann"), (_inventory.Inventory.Find("web-01")!.Name, _inventory.Inventory.Find("web-01")!.Notes));
    }

    [Fact]
    public async Task WhatAPersonRemoved_StaysRemoved_UnlessItIsTaken()
    {
        await ApplyAsync(Plan(File, Listed("web-01")));
        await Ann.RemoveAsync(["web-01"], default);

        var conflict = Assert.Single(Plan(File, Listed("web-01")).Conflicts);
        Assert.Equal(("web-01/removed", "Ann removed it.", true), (conflict.Id, conflict.Sentence, conflict.MayBeTaken));

        await ApplyAsync(_inventory.Importer.Plan(File, Of(Listed("web-01")), new HashSet<string> { conflict.Id }, default));
        Assert.NotNull(_inventory.Inventory.Find("web-01"));
    }

    [Fact]
    public async Task NameOfAnotherSource_OfAPerson_OrOfTheDemoFleet_IsAConflict()
    {
        await ApplyAsync(Plan(File, Listed("web-01", owner: "Team File")));
        await Ann.AddAsync(Machines.Named("hand-01"), default);
        var slug = (await Ann.AddAsync(Machines.Named("old-01"), default)).Saved!;
        await Ann.SaveAsync(slug, slug.Machine with { Name = "new-01" }, default);
        Listing listing = Of(Listed("web-01", owner: "Team NetBox"), Listed("hand-01"), Listed("bastion"), Listed("old-01"), Listed("own-01"));

        var plan = _inventory.Importer.Plan(NetBox, listing, Nothing, default);

        Assert.Equal(
            [
                ("web-01/machine", "fleet.csv lists it already; it is left as it is there.", true),
                ("hand-01/machine", "Ann looks after it by hand; it is left as it is there.", true),
                ("bastion/name", "demo fleet lists it already.", false),
                ("old-01/name", "new-01 once had this name, and its links and pinned host keys go by it.", false),
            ],
            plan.Conflicts.Select(conflict => (conflict.Id, conflict.Sentence, conflict.MayBeTaken)));
        Assert.Equal(["own-01"], plan.Added.Select(addition => addition.Machine.Name));

        await ApplyAsync(_inventory.Importer.Plan(NetBox, listing, new HashSet<string> { "web-01/machine", "bastion/name" }, default));
        Assert.Equal(("netbox", "Team NetBox"), (_inventory.Inventory.Find("web-01")!.Source, _inventory.Inventory.Find("web-01")!.Owner));
        Assert.Equal("demo fleet", _inventory.Inventory.Find("bastion")!.Source);
        Assert.Empty(Plan(File, Listed("x")).Removed);
    }

    [Fact]
    public async Task RejectedMachines_KeepWhatIsThere_AndOneWithoutANameKeepsAll()
    {
        await ApplyAsync(Plan(File, Listed("web-01"), Listed("web-02"), Listed("web-03")));

        var named = _inventory.Importer.Plan(File, new Listing([Listed("web-02") with { Port = 70000 }], [new Rejection("line 1", "web-01", "port 0 …")], []), Nothing, default);
        Assert.Equal(["web-03"], named.Removed.Select(row => row.Name));
        Assert.Equal(["web-01", "web-02"], named.Rejected.Select(rejection => rejection.Name));
        Assert.Equal("0 added, 0 changed, 1 removed, 0 unchanged, 2 not taken.", named.Sentence);

        var nameless = _inventory.Importer.Plan(File, new Listing([Listed("web-01")], [new Rejection("line 9", null, "no name")], []), Nothing, default);
        Assert.Empty(nameless.Removed);
        Assert.Equal(2, nameless.Spared);
    }

    [Fact]
    public async Task WaysThatItWouldBreak_AreSaidBefore_AndOnlyNewOnes()
    {
        await ApplyAsync(Plan(File, Listed("hop"), Listed("web-01") with { Jumps = ["hop"] }, Listed("lost") with { Jumps = ["nowhere"] }));

        var plan = Plan(File, Listed("hop") with { Jumps = ["web-01"] }, Listed("web-01") with { Jumps = ["hop"] }, Listed("lost") with { Jumps = ["nowhere"] });
        Assert.Equal(["the way to hop goes in a circle: hop → web-01 → hop.", "the way to web-01 goes in a circle: web-01 → hop → web-01."], plan.BrokenWays.Order());

        var removed = Plan(File, Listed("web-01") with { Jumps = ["hop"] }, Listed("lost") with { Jumps = ["nowhere"] });
        Assert.Equal(["web-01 is reached through hop, but there is no machine of that name."], removed.BrokenWays);
    }

    [Fact]
    public async Task Apply_AfterTheMachinesMovedOn_DoesNothing()
    {
        var plan = Plan(File, Listed("web-01"));
        await Ann.AddAsync(Machines.Named("db-01"), default);

        var refused = await Assert.ThrowsAsync<InventoryException>(() => ApplyAsync(plan));

        Assert.Equal("The machines were changed since this was looked at, so nothing was done. Look at it again.", refused.Message);
        Assert.Null(_inventory.Inventory.Find("web-01"));
        Assert.DoesNotContain(_inventory.Audit.Events, entry => entry.Kind == AuditKind.MachinesImported);
    }

    [Theory]
    [InlineData(12, 2, false)]
    [InlineData(12, 1, true)]
    [InlineData(100, 80, false)]
    [InlineData(100, 79, true)]
    public async Task RemovingMoreThanTenAndAFifth_IsMany(int before, int after, bool isMany)
    {
        await ApplyAsync(Plan(File, [.. Enumerable.Range(0, before).Select(n => Listed($"m-{n}"))]));

        Assert.Equal(isMany, Plan(File, [.. Enumerable.Range(0, after).Select(n => Listed($"m-{n}"))]).RemovesMany);
    }

    [Fact]
    public async Task Sources_AreForAdministrators_CheckedAndAudited()
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _inventory.Sources(isAdministrator: false).ListAsync(default));
        var sources = _inventory.Sources();
        Assert.Equal(
            ["name", "kind", "place", "interval"],
            (await sources.SaveAsync(new MachineSource { Id = "x", Name = " ", Kind = "", Place = "/x", Interval = TimeSpan.FromSeconds(1) }, default)).Select(mistake => mistake.Field));

        await sources.SaveAsync(NetBox with { Place = "https://netbox.example", TokenFile = "netbox", DefaultLogins = ["ops", "root"], Interval = TimeSpan.FromMinutes(5) }, default);
        await sources.SaveAsync(File, default);
        Assert.Equal("There is a source named NETBOX already; give this one another name.", (await Assert.ThrowsAsync<InventoryException>(() => sources.SaveAsync(File with { Id = "s3", Name = "NETBOX" }, default))).Message);
        await sources.ApplyAsync(await sources.PlanAsync(File, Of(Listed("web-01")), Nothing, default), default);

        var list = await sources.ListAsync(default);
        Assert.Equal([("fleet.csv", 1), ("netbox", 0)], list.Select(line => (line.Source.Name, line.Machines)));
        Assert.Equal((TimeSpan.FromMinutes(5), "netbox"), (list[1].Source.Interval!.Value, list[1].Source.TokenFile));
        Assert.Equal(["ops", "root"], list[1].Source.DefaultLogins);

        await sources.RemoveAsync(File, default);
        Assert.Equal(["netbox"], (await sources.ListAsync(default)).Select(line => line.Source.Name));
        Assert.Equal(StoredMachine.ByHand, _inventory.Inventory.Find("web-01")!.Source);
        Assert.Equal(AuditKind.MachineSourceRemoved, _inventory.Audit.Events[^1].Kind);
    }

    public async Task InitializeAsync() => _inventory = await StoredInventory.StartAsync(Machines.Named("bastion"));

    public async Task DisposeAsync() => await _inventory.DisposeAsync();

    private static Listing Of(params ListedMachine[] machines) => new(machines, [], []);

    private static ListedMachine Listed(string name, string? owner = null, string? env = null) => new()
    {
        Name = name,
        Place = "line 1",
        Address = "10.0.0.1",
        Logins = ["root"],
        Owner = owner,
        Labels = env is null ? null : new Dictionary<string, string> { ["env"] = env },
    };

    private ImportPlan Plan(MachineSource source, params ListedMachine[] machines) => _inventory.Importer.Plan(source, Of(machines), Nothing, default);

    private Task<SyncRecord> ApplyAsync(ImportPlan plan) => _inventory.Importer.ApplyAsync(plan, "ann", "Ann", default);
}
