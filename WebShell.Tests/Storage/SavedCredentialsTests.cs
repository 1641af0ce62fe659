using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Credentials;
using WebShell.Core.Storage;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Storage;

/// <summary>Stored credentials in a real database file.</summary>
public sealed class SavedCredentialsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;

    private string File => Path.Combine(_directory, "webshell.db");

    private SavedCredentials Saved => _services.GetRequiredService<SavedCredentials>();

    [Fact]
    public async Task Password_StoredAndOpened_IsTheSame_AlsoAfterARestart()
    {
        var line = await Saved.SaveAsync("ann", " db-01 ", new PasswordCredential("pässwörd 🔑"), default);
        _time.Advance(TimeSpan.FromHours(1));
        await RestartAsync();

        Assert.Equal([line], await Saved.ListAsync("ann", default));
        Assert.Equal(("db-01", SavedCredentialKind.Password, null), (line.Name, line.Kind, line.LastUsedAt));
        Assert.Equal("pässwörd 🔑", Assert.IsType<PasswordCredential>(await Saved.OpenAsync("ann", line.Id, default)).Password);
        Assert.Equal(_time.GetUtcNow(), Assert.Single(await Saved.ListAsync("ann", default)).LastUsedAt);
    }

    [Fact]
    public async Task Key_WithPassphraseAndCertificate_IsStoredWhole()
    {
        using var keys = new UserKeys();
        var key = await keys.MakeAsync("-t ed25519", isProtected: true);
        var certificate = await UserKeys.CertifyAsync(await keys.MakeAsync("-t ed25519"), key, "-n root");
        var text = await System.IO.File.ReadAllTextAsync(key);

        var line = await Saved.SaveAsync("ann", "laptop", new PrivateKeyCredential(text, UserKeys.Passphrase, certificate), default);

        var opened = Assert.IsType<PrivateKeyCredential>(await Saved.OpenAsync("ann", line.Id, default));
        Assert.Equal((text, UserKeys.Passphrase, "tester/1"), (opened.Key, opened.Passphrase, opened.Certificate!.KeyId));
    }

    [Fact]
    public async Task AnothersCredential_IsAsOneThatDoesNotExist()
    {
        var line = await Saved.SaveAsync("ann", "db-01", new PasswordCredential("x"), default);

        Assert.Empty(await Saved.ListAsync("bob", default));
        Assert.Null(await Saved.OpenAsync("bob", line.Id, default));
        Assert.False(await Saved.RemoveAsync("bob", line.Id, default));
        await Saved.SaveAsync("bob", "db-01", new PasswordCredential("y"), default);
        Assert.True(await Saved.RemoveAsync("ann", line.Id, default));
        Assert.Null(await Saved.OpenAsync("ann", line.Id, default));
    }

    [Fact]
    public async Task Name_TakenEmptyOrTooLong_AndTooMany_AreSaid()
    {
        await Saved.SaveAsync("ann", "db-01", new PasswordCredential("x"), default);

        Assert.Contains("named db-01 already", (await RefusedAsync("db-01")).Message, StringComparison.Ordinal);
        Assert.Contains("a name of 1 to 64", (await RefusedAsync("  ")).Message, StringComparison.Ordinal);
        Assert.Contains("a name of 1 to 64", (await RefusedAsync(new string('x', 65))).Message, StringComparison.Ordinal);
        for (var i = 1; i < SavedCredentials.MaxPerOwner; i++)
        {
            await Saved.SaveAsync("ann", $"n{i}", new PasswordCredential("x"), default);
        }

        Assert.Contains("50 stored credentials", (await RefusedAsync("one more")).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SavedCredentialException>(() => Saved.SaveAsync("bob", "prompts", new PromptsCredential(), default));
    }

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
    public async Task Model_IsWhereTheMigrationsLead_AndReadersDoNotWait()
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Equal(PortalDb.LastMigration, db.Database.GetMigrations().Last());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
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

    private Task<SavedCredentialException> RefusedAsync(string name) =>
        Assert.ThrowsAsync<SavedCredentialException>(() => Saved.SaveAsync("ann", name, new PasswordCredential("x"), default));

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

    private async Task StartAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(new DataDirectory(_directory));
        services.AddLogging();
        services.AddCredentials().AddStorage();
        services.Configure<SecretOptions>(options => options.KeyFile = Path.Combine(_directory, "secrets.key"));
        _services = services.BuildServiceProvider();
        foreach (var start in _services.GetServices<IHostedService>())
        {
            await start.StartAsync(default);
        }
    }
}
