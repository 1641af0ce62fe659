using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Storage;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Storage;

/// <summary>Starts on PostgreSQL: several at once, a second time, and none there.</summary>
[Collection(PostgreSql.Name)]
public sealed class PostgreSqlStartTests(PostgreSqlServer server) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;

    [Fact]
    public async Task Nodes_ThatStartAtOnce_BringTheDatabaseUpOnce()
    {
        var choose = await server.NewDatabaseAsync();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestStorage.StartAsync(_directory, choose))).WaitAsync(TimeSpan.FromSeconds(30));

        await using var db = await nodes[0].GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Start_WhereNoServerAnswers_IsRefusedByName_WithoutASecret()
    {
        var password = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(password, "hunter2-hunter2");

        var refused = await Assert.ThrowsAsync<StorageException>(() => TestStorage.StartAsync(_directory, options =>
            (options.PostgreSql, options.PasswordFile) = ($"Host=127.0.0.1;Port={ServerProcess.FreePort()};Database=webshell;Username=webshell", password)));

        Assert.Contains("The database webshell on 127.0.0.1:", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database=webshell", null, "has no Host")]
    [InlineData("Host=db", null, "has no Database")]
    [InlineData("Host=db;Database=webshell;Password=hunter2", null, "PasswordFile")]
    [InlineData("Host=db;Database=webshell", "nosuch", "does not exist")]
    [InlineData("Hots=db", null, "not a connection string")]
    [InlineData(null, "nosuch", "which is not set")]
    public void Options_WithAMistake_SayIt_WithoutASecret(string? text, string? passwordFile, string says)
    {
        var result = new StorageOptionsRules().Validate(null, new StorageOptions { PostgreSql = text, PasswordFile = passwordFile });

        Assert.Contains(says, result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.FailureMessage, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
