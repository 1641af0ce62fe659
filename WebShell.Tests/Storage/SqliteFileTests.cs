using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Credentials;
using WebShell.Core.Storage;

namespace WebShell.Tests.Storage;

/// <summary>What is so of SQLite's file only.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;
    private ServiceProvider _services = null!;

    private string File => Path.Combine(_directory, "webshell.db");

    private SavedCredentials Saved => _services.GetRequiredService<SavedCredentials>();

    [Fact]
    public async Task Files_HoldNoSecretAndNoKey()
    {
        await Saved.SaveAsync("ann", "db-01", new PasswordCredential("hunter2-hunter2"), default);
        var key = (await System.IO.File.ReadAllTextAsync(Path.Combine(_directory, "secrets.key"))).Trim();
        SqliteConnection.ClearAllPools();

        foreach (var file in Directory.GetFiles(_directory, "webshell.db*"))
        {
            var bytes = Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("hunter2", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(Encoding.Latin1.GetString(Convert.FromBase64String(key)), bytes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Readers_DoNotWaitForTheWriter()
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        Assert.Equal(5000, db.Database.SqlQueryRaw<int>("SELECT timeout AS Value FROM pragma_busy_timeout").Single());
    }

    [Fact]
    public async Task NewDatabase_IsWhatTheMigrationsComeTo()
    {
        var fresh = await SchemaAsync();
        await EmptyAsync();
        await using (var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
        }

        Assert.Equal(await SchemaAsync(), fresh);
    }

    [Fact]
    public async Task OldDatabase_IsBroughtUp()
    {
        await EmptyAsync();
        await using (var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync("""CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL)""");
        }

        await RestartAsync();

        await Saved.SaveAsync("ann", "db-01", new PasswordCredential("x"), default);
    }

    [Fact]
    public async Task File_ThatIsNoDatabase_StopsTheStartByName()
    {
        await EmptyAsync();
        await _services.DisposeAsync();
        await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000));
        Assert.Contains(File, (await Assert.ThrowsAsync<StorageException>(StartAsync)).Message, StringComparison.Ordinal);

        System.IO.File.Delete(File);
        Directory.CreateDirectory(File);
        Assert.Contains("cannot be used", (await Assert.ThrowsAsync<StorageException>(StartAsync)).Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string[]> SchemaAsync()
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return
        [
            .. await db.Database.SqlQueryRaw<string>("SELECT sql AS Value FROM sqlite_master WHERE sql NOT NULL AND name <> '__EFMigrationsLock' ORDER BY name").ToListAsync(),
            .. await db.Database.GetAppliedMigrationsAsync(),
        ];
    }

    private Task EmptyAsync()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_directory, "webshell.db*"))
        {
            System.IO.File.Delete(file);
        }

        return Task.CompletedTask;
    }

    private async Task RestartAsync()
    {
        await _services.DisposeAsync();
        await StartAsync();
    }

    private async Task StartAsync() => _services = await TestStorage.StartAsync(_directory);
}
