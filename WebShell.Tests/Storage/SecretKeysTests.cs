using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;
using WebShell.Core.Storage;
using WebShell.Tests.Credentials;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>The keys of stored secrets over the life of a database: lost, replaced, rewrapped in parts.</summary>
public abstract class SecretKeysTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-keys-").FullName;
    private ServiceProvider? _services;
    private Action<StorageOptions>? _choose;

    private SavedCredentials Saved => _services!.GetRequiredService<SavedCredentials>();

    private SecretUpkeep Upkeep => _services!.GetRequiredService<SecretUpkeep>();

    private string KeyFile => Path.Combine(_directory, "secrets.key");

    private string NewKeyFile => Path.Combine(_directory, "new.key");

    [Fact]
    public async Task KeyFile_LostBeforeAnythingIsStored_StopsTheNextStart_AndIsNotMadeAnew()
    {
        await StartAsync();
        Assert.True(File.Exists(KeyFile));
        File.Delete(KeyFile);

        var refused = await Assert.ThrowsAsync<SecretUnreadableException>(() => StartAsync());

        Assert.Contains($"(it was the key file {KeyFile}), which is not at hand", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task Key_AnotherOne_StopsTheStart_AndTheFormerOneBesideItLetsItGo()
    {
        await StartAsync();
        var line = await Saved.SaveAsync("ann", "db-01", new PasswordCredential("canary-1"), default);

        await StopAsync();
        Assert.Contains("is not at hand", (await Assert.ThrowsAsync<SecretUnreadableException>(() => StartAsync(_ => File.Move(KeyFile, KeyFile + ".gone")))).Message, StringComparison.Ordinal);
        File.Move(KeyFile + ".gone", KeyFile);
        await StartAsync(Rotate);

        Assert.Equal("canary-1", await OpenAsync(line));
    }

    [Fact]
    public async Task Envelopes_OfTheFirstVersion_WithoutAnyProof_HoldTheStartToTheirKey()
    {
        await StartAsync();
        var line = await Saved.SaveAsync("ann", "db-01", new PasswordCredential("canary-1"), default);
        var former = SecretProtectorTests.FirstVersion(
            Convert.FromBase64String((await File.ReadAllTextAsync(KeyFile)).Trim()), "[\"canary-1\"]"u8.ToArray(), new SecretBinding(line.Id, "ann", "Password"));
        await using (var db = await DbAsync())
        {
            await db.SavedCredentials.ExecuteUpdateAsync(change => change.SetProperty(row => row.Secret, former));
            await db.SecretKeys.ExecuteDeleteAsync();
        }

        await StopAsync();
        File.Move(KeyFile, KeyFile + ".gone");
        Assert.Contains("where it was is not written down", (await Assert.ThrowsAsync<SecretUnreadableException>(() => StartAsync())).Message, StringComparison.Ordinal);

        File.Move(KeyFile + ".gone", KeyFile);
        await StartAsync();
        Assert.Equal("canary-1", await OpenAsync(line));
        Assert.Equal(1, (await Upkeep.RewrapAsync(default)).Sum(result => result.Rewrapped));
        Assert.Equal("canary-1", await OpenAsync(line));
    }

    [Fact]
    public async Task Rewrap_StoppedInTheMiddle_GoesOnWhereItStopped_AndTheFormerKeyMayGoAfterwards()
    {
        await StartAsync();
        var owners = Enumerable.Range(0, SecretRewrap.BatchRows + 20).Select(i => $"owner-{i}").ToArray();
        var lines = new Dictionary<string, SavedCredentialLine>();
        foreach (var owner in owners)
        {
            lines[owner] = await Saved.SaveAsync(owner, "db-01", new PasswordCredential($"canary of {owner}"), default);
        }

        await StartAsync(Rotate);
        var rows = _services!.GetServices<ISealedRows>().OfType<SealedSavedCredentials>().Single();
        var crashing = new SecretRewrap([new StopsAfterOneBatch(rows)], _services!.GetRequiredService<ISecretProtector>());
        await Assert.ThrowsAsync<IOException>(() => crashing.RunAsync(default));

        // Both keys at hand, some rows with each.
        Assert.All(owners, owner => Assert.Equal($"canary of {owner}", OpenAsync(lines[owner], owner).GetAwaiter().GetResult()));
        var result = Assert.Single(await Upkeep.RewrapAsync(default), result => result.Place == rows.Name);
        Assert.Equal((20, SecretRewrap.BatchRows, 0), (result.Rewrapped, result.Current, result.Unreadable.Count));

        File.Delete(KeyFile);
        await StartAsync(options => options.KeyFile = NewKeyFile);
        Assert.All(owners, owner => Assert.Equal($"canary of {owner}", OpenAsync(lines[owner], owner).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Rewrap_LeavesWhatWasChangedMeanwhile_AndNamesWhatDoesNotOpen()
    {
        await StartAsync();
        var mine = await Saved.SaveAsync("ann", "mine", new PasswordCredential("x"), default);
        var swapped = await Saved.SaveAsync("bob", "theirs", new PasswordCredential("y"), default);
        await using (var db = await DbAsync())
        {
            var secret = (await db.SavedCredentials.SingleAsync(row => row.Id == mine.Id)).Secret;
            await db.SavedCredentials.Where(row => row.Id == swapped.Id).ExecuteUpdateAsync(change => change.SetProperty(row => row.Secret, secret));
        }

        await StartAsync(Rotate);
        var result = (await Upkeep.RewrapAsync(default)).Single(result => result.Unreadable.Count > 0);

        Assert.Equal(1, result.Rewrapped);
        Assert.StartsWith($"{swapped.Id}: The stored secret was altered", Assert.Single(result.Unreadable), StringComparison.Ordinal);
        await using var after = await DbAsync();
        Assert.Equal(2, await after.SecretKeys.CountAsync()); // the former key is still needed to say so

        var rows = _services!.GetServices<ISealedRows>().OfType<SealedSavedCredentials>().Single();
        var stale = new SealedRow(new SecretBinding(mine.Id, "ann", "Password"), [1, 2, 3]);
        Assert.Equal(0, await rows.ReplaceAsync([(stale, [4])], default));
        Assert.Equal("x", await OpenAsync(mine));
    }

    [Fact]
    public async Task ForgetLost_TakesAwayWhatNothingOpens_AndTheStartGoesOn()
    {
        await StartAsync();
        await Saved.SaveAsync("ann", "old", new PasswordCredential("x"), default);
        File.Delete(KeyFile);

        await using var stopped = TestStorage.Build(_directory, _choose);
        var result = (await stopped.GetRequiredService<SecretUpkeep>().ForgetLostAsync(default)).Single(result => result.Unreadable.Count > 0);

        Assert.Equal((0, 1), (result.Current, result.Unreadable.Count));
        await StartAsync();
        Assert.Empty(await Saved.ListAsync("ann", default));
        await Saved.SaveAsync("ann", "new", new PasswordCredential("y"), default);
    }

    [Fact]
    public async Task Proof_Altered_StopsTheStart()
    {
        await StartAsync();
        await using (var db = await DbAsync())
        {
            var key = await db.SecretKeys.AsNoTracking().SingleAsync();
            await db.SecretKeys.ExecuteUpdateAsync(change => change.SetProperty(row => row.Proof, new byte[key.Proof.Length]));
        }

        Assert.Contains("does not open what proves it", (await Assert.ThrowsAsync<SecretUnreadableException>(() => StartAsync())).Message, StringComparison.Ordinal);
    }

    public async Task InitializeAsync() => _choose = await ChooseAsync();

    public async Task DisposeAsync()
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    private void Rotate(SecretOptions options) => (options.KeyFile, options.FormerKeyFiles) = (NewKeyFile, [KeyFile]);

    private async Task<string> OpenAsync(SavedCredentialLine line, string owner = "ann") =>
        Assert.IsType<PasswordCredential>(await Saved.OpenAsync(owner, line.Id, default)).Password;

    private Task<PortalDb> DbAsync() => _services!.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    private async Task StartAsync(Action<SecretOptions>? secrets = null)
    {
        await StopAsync();
        _services = await TestStorage.StartAsync(_directory, _choose, secrets: secrets);
    }

    private async Task StopAsync()
    {
        await (_services?.DisposeAsync() ?? ValueTask.CompletedTask);
        _services = null;
    }

    private sealed class StopsAfterOneBatch(ISealedRows rows) : ISealedRows
    {
        private bool _isDone;

        public string Name => rows.Name;

        public Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken) => rows.ListAsync(cancellationToken);

        public Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => rows.ReadAsync(ids, cancellationToken);

        public async Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken)
        {
            if (_isDone)
            {
                throw new IOException("The process is gone.");
            }

            _isDone = true;
            return await rows.ReplaceAsync(changes, cancellationToken);
        }

        public Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => rows.ForgetAsync(ids, cancellationToken);
    }
}

public sealed class SecretKeysInAFileTests : SecretKeysTests;

[Collection(PostgreSql.Name)]
public sealed class SecretKeysInPostgreSqlTests(PostgreSqlServer server) : SecretKeysTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
