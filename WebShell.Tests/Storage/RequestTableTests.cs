using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Requests;
using WebShell.Core.Storage;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>Requests for access in a real database.</summary>
public abstract class RequestTableTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-requests-").FullName;
    private ServiceProvider _services = null!;

    private IRequestTable Table => _services.GetRequiredService<IRequestTable>();

    [Fact]
    public async Task Request_WithEveryField_IsReadAsItWasWritten()
    {
        var asked = Row("a") with
        {
            KnownSlug = "web-01",
            Login = "deploy",
            State = AskState.Granted,
            Version = 7,
            SettledAt = SomeRules.Noon.AddMinutes(3),
            AnsweredBy = "Öp",
            Answer = "\"ja\" <b>",
            Given = new GivenAccess("grant-a", "web-01", "web-01", "deploy", SomeRules.Noon.AddHours(1)),
        };

        Assert.True(await Table.WriteAsync([asked], [], 0, default));

        var read = await Table.ReadAsync(default);
        Assert.Equal(asked, Assert.Single(read.All));
        Assert.Equal((1L, 1L), (read.Edition, await Table.ReadEditionAsync(default)));
    }

    [Fact]
    public async Task Write_ChangesAndRemoves_InOneEdition_TheNewestFirst()
    {
        await Table.WriteAsync([Row("a"), Row("b")], [], 0, default);

        Assert.True(await Table.WriteAsync([Row("b") with { State = AskState.Denied }, Row("c") with { AskedAt = SomeRules.Noon.AddHours(1) }], ["a"], 1, default));

        var read = await Table.ReadAsync(default);
        Assert.Equal([("c", AskState.Pending), ("b", AskState.Denied)], read.All.Select(asked => (asked.Id, asked.State)));
        Assert.Equal(2, read.Edition);
    }

    [Fact]
    public async Task Write_ToAnEditionThatIsPast_WritesNothing()
    {
        Assert.True(await Table.WriteAsync([Row("a")], [], 0, default));

        Assert.False(await Table.WriteAsync([Row("b")], [], 0, default));
        Assert.False(await Table.WriteAsync([Row("b")], ["a"], 7, default));

        Assert.Equal((1L, "a"), (await Table.ReadEditionAsync(default), Assert.Single((await Table.ReadAsync(default)).All).Id));
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

    private static AskedAccess Row(string id) => new()
    {
        Id = id,
        AskerId = "ann",
        AskerName = "Ann",
        Machine = "web-01",
        Why = "OPS-7",
        Wanted = TimeSpan.FromMinutes(30),
        AskedAt = SomeRules.Noon,
    };
}

public sealed class RequestTableInAFileTests : RequestTableTests;

[Collection(PostgreSql.Name)]
public sealed class RequestTableInPostgreSqlTests(PostgreSqlServer server) : RequestTableTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
