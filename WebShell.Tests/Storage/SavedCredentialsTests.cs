using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Credentials;
using WebShell.Core.Storage;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Storage;

/// <summary>Stored credentials in a real database.</summary>
public abstract class SavedCredentialsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private Action<StorageOptions>? _choose;

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
        var text = await File.ReadAllTextAsync(key);

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
    public async Task Model_IsWhereTheMigrationsLead()
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Equal(PortalDb.LastMigration, db.Database.GetMigrations().Last());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    public async Task InitializeAsync()
    {
        _choose = await ChooseAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    private Task<SavedCredentialException> RefusedAsync(string name) =>
        Assert.ThrowsAsync<SavedCredentialException>(() => Saved.SaveAsync("ann", name, new PasswordCredential("x"), default));

    private async Task RestartAsync()
    {
        await _services.DisposeAsync();
        await StartAsync();
    }

    private async Task StartAsync() => _services = await TestStorage.StartAsync(_directory, _choose, _time);
}

public sealed class SavedCredentialsInAFileTests : SavedCredentialsTests;

[Collection(PostgreSql.Name)]
public sealed class SavedCredentialsInPostgreSqlTests(PostgreSqlServer server) : SavedCredentialsTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
