using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Storage;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>The access rules in a real database.</summary>
public abstract class RuleTableTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-rules-").FullName;
    private ServiceProvider _services = null!;

    private IRuleTable Table => _services.GetRequiredService<IRuleTable>();

    [Fact]
    public async Task Rule_WithEveryField_IsReadAsItWasWritten()
    {
        var rule = new AccessRule
        {
            Id = "db-team",
            Name = "db team 'ä'",
            Effect = RuleEffect.Allow,
            Who = new RulePeople(IsEverybody: false, ["ann", "Bob"], ["dba"]),
            Where = VmQuery.Parse("env:prod role:db* role:x -site:ams2 owner:\"Team Ü\""),
            Logins = ["postgres", "{user}", "*"],
            What = RuleActivities.All,
            When = new RuleTimes { Hours = [.. SomeRules.Hours("Europe/Berlin", "Mon-Fri 08:00-18:00", "daily 22:00-24:00").Hours], Zone = "Europe/Berlin", NotBefore = SomeRules.Noon, Until = SomeRules.Noon.AddTicks(12_345_678) },
            From = ["10.0.0.0/8", "::1"],
            Granted = new RuleGrant("ann", "incident 7"),
        };
        var stored = new StoredRule(rule, 3, SomeRules.Noon, "Ann");

        Assert.True(await Table.WriteAsync([stored, new StoredRule(SomeRules.Deny("no"), 1, SomeRules.Noon, "Bob")], [], 0, default));

        var read = await Table.ReadAsync(default);
        Assert.Equal((1L, 2), (read.Edition, read.Rules.Count));
        Assert.True(RuleDiff.Of([rule, SomeRules.Deny("no")], read.Plain).IsEmpty);
        Assert.Equal(rule.When.Until, read.Find("db-team")!.Rule.When.Until);
        Assert.Equal((3, SomeRules.Noon, "Ann"), (read.Find("db-team")!.Version, read.Find("db-team")!.ChangedAt, read.Find("db-team")!.ChangedBy));
    }

    [Fact]
    public async Task Rules_ByChance_AreReadAsTheyWereWritten()
    {
        var random = new Random(11);
        AccessRule[] rules = [.. Enumerable.Range(0, 100).Select(i => SomeRules.Random(random, i))];

        await Table.WriteAsync([.. rules.Select(rule => new StoredRule(rule, 1, SomeRules.Noon, "x"))], [], 0, default);

        Assert.True(RuleDiff.Of(rules, (await Table.ReadAsync(default)).Plain).IsEmpty);
    }

    [Fact]
    public async Task Write_ToAnEditionThatIsPast_WritesNothing()
    {
        Assert.True(await Table.WriteAsync([Row("a")], [], 0, default));

        Assert.False(await Table.WriteAsync([Row("b")], [], 0, default));
        Assert.False(await Table.WriteAsync([Row("b")], ["a"], 7, default));

        Assert.Equal((1L, "a"), (await Table.ReadEditionAsync(default), Assert.Single((await Table.ReadAsync(default)).Rules).Id));
    }

    [Fact]
    public async Task Write_ChangesAndRemoves_InOneEdition()
    {
        await Table.WriteAsync([Row("a"), Row("b")], [], 0, default);

        Assert.True(await Table.WriteAsync([Row("b") with { Version = 2 }, Row("c")], ["a"], 1, default));

        var read = await Table.ReadAsync(default);
        Assert.Equal([("b", 2), ("c", 1)], read.Rules.Select(rule => (rule.Id, rule.Version)));
        Assert.Equal(2, read.Edition);
    }

    [Fact]
    public async Task Read_ARowThatIsNoRule_SaysWhich_AndGivesNone()
    {
        await Table.WriteAsync([Row("a")], [], 0, default);
        await using (var db = await _services.GetRequiredService<StorageConnection>().OpenAsync(default))
        {
            await using var command = db.CreateCommand();
            command.CommandText = """UPDATE "AccessRules" SET "Facts" = '{"as":["*"],"surprise":1}' """;
            await command.ExecuteNonQueryAsync();
        }

        Assert.Contains("The rule a in the database is not one", (await Assert.ThrowsAsync<RuleException>(() => Table.ReadAsync(default))).Message, StringComparison.Ordinal);
    }

    public async Task InitializeAsync() => _services = await TestStorage.StartAsync(_directory, await ChooseAsync());

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    private static StoredRule Row(string name) => new(SomeRules.Allow(name), 1, SomeRules.Noon, "x");
}

public sealed class RuleTableInAFileTests : RuleTableTests;

[Collection(PostgreSql.Name)]
public sealed class RuleTableInPostgreSqlTests(PostgreSqlServer server) : RuleTableTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
