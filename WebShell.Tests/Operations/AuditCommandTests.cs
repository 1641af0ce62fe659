using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Operations;
using WebShell.Core.Audit;
using WebShell.Tests.Storage;

namespace WebShell.Tests.Operations;

public sealed class AuditCommandTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-audit-command-").FullName;

    [Fact]
    public async Task Verify_OfAnIntactLog_SaysSo()
    {
        var (code, output, _) = await RunAsync("verify");

        Assert.Equal(0, code);
        Assert.StartsWith("Intact: 3 events in ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfABrokenLog_NamesDayNumberAndWhy_AndHasAnExitCodeOfItsOwn()
    {
        await ChangeAsync("""UPDATE "AuditEvents" SET "On" = 'vm-x' WHERE "Number" = 2""");

        var (code, output, _) = await RunAsync("verify");

        Assert.Equal(AuditCommand.Broken, code);
        Assert.Matches(@"^\d{4}-\d\d-\d\d 2: Event 2 does not follow", output);
        Assert.Contains("\nBroken: 3 events", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithAQuery_WritesItsEventsAsJsonLines()
    {
        var (code, output, _) = await RunAsync("export", "who:ann on:vm-2");

        Assert.Equal(0, code);
        var line = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal((2, "machine.changed", "vm-2"), (line.GetProperty("number").GetInt64(), line.GetProperty("kind").GetString(), line.GetProperty("on").GetString()));
        Assert.Equal(3, (await RunAsync("export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Verify_OfADatabaseThatCannotBeRead_IsAnError()
    {
        await ChangeAsync("""DROP TABLE "AuditEvents" """);

        var (code, output, error) = await RunAsync("verify");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("The audit log cannot be read: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("remove")]
    [InlineData("--data", "x")]
    public async Task Run_NotUnderstood_SaysHow(params string[] args)
    {
        var (code, _, error) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith("usage: audit verify", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnotherCommand_IsNotMeant() => Assert.Null(await AuditCommand.RunAsync(["--port", "0"], Stream.Null, TextWriter.Null));

    public async Task InitializeAsync()
    {
        await using var services = await TestStorage.StartAsync(_data);
        foreach (var vm in new[] { "vm-1", "vm-2", "vm-3" })
        {
            await services.GetRequiredService<IAuditLog>().WriteAsync(new AuditEvent(AuditKind.MachineChanged, "ann", "Ann", vm), default);
        }
    }

    public Task DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    private async Task ChangeAsync(string sql)
    {
        await using var db = new SqliteConnection($"Data Source={Path.Combine(_data, "webshell.db")}");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(int? Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var code = await AuditCommand.RunAsync(["audit", .. args, "--data", _data, "--environment", "Development"], output, error);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
