using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>Accounts and groups in a real database.</summary>
public abstract class AccountTableTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Core.Accounts.Account Ana = new()
    {
        Id = "a1",
        Name = "ana",
        DisplayName = "Ana Ü",
        Email = "ana@example.com",
        Role = PortalRole.Auditor,
        Origin = AccountOrigin.Oidc,
        IsDisabled = true,
        Stamp = "s1",
        Version = 3,
        AddedAt = Noon,
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-db-").FullName;
    private ServiceProvider _services = null!;

    private IAccountTable Table => _services.GetRequiredService<IAccountTable>();

    [Fact]
    public async Task Everything_Written_IsReadAgain()
    {
        var means = new SignInMeans
        {
            PasswordHash = "hash",
            PasswordSetAt = Noon,
            Invitation = new Invitation("h", Noon),
            CodeKey = [1, 2, 3],
            CodeStep = 7,
            RecoveryCodes = ["r1", "r2"],
            Passkeys = [new AccountPasskey { Id = "p1", Name = "Laptop", PublicKey = [4, 5], AddedAt = Noon, LastUsedAt = Noon, SignCount = 9, Transports = ["usb"], IsBackupEligible = true, IsBackedUp = true }],
            LastSignInAt = Noon,
            External = new ExternalIdentity("https://login", "s-1"),
            Ended = [new EndedSignIn("e1", Noon)],
        };
        var group = new AccountGroup { Id = "g1", Name = "DB team", Members = ["a1"], Version = 2 };
        Assert.Equal(0, await Table.ReadRevisionAsync(default));

        Assert.True(await Table.WriteAsync(AccountChange.Of(Ana, means) with { Groups = [group] }, AccountSet.Empty, default));

        var read = await Table.ReadAsync(default);
        Assert.Equal(Ana, Assert.Single(read.Accounts));
        var back = read.MeansOf("a1");
        Assert.Equal(("hash", Noon, means.Invitation, 7L, Noon), (back.PasswordHash, back.PasswordSetAt, back.Invitation, back.CodeStep, back.LastSignInAt));
        Assert.Equal([1, 2, 3], back.CodeKey!);
        Assert.Equal((means.External, means.Ended[0]), (back.External, Assert.Single(back.Ended)));
        Assert.Equal("a1", read.Find(means.External)?.Id);
        Assert.Equal(["r1", "r2"], back.RecoveryCodes.ToArray());
        var (passkey, was) = (Assert.Single(back.Passkeys), means.Passkeys[0]);
        Assert.Equal(was with { PublicKey = passkey.PublicKey, Transports = passkey.Transports }, passkey);
        Assert.Equal([4, 5], passkey.PublicKey);
        Assert.Equal(["usb"], passkey.Transports);
        Assert.Equal(("DB team", 2, "a1"), (Assert.Single(read.Groups).Name, read.FindGroup("g1")!.Version, Assert.Single(read.FindGroup("g1")!.Members)));
        Assert.Equal((1L, 1L), (read.Revision, await Table.ReadRevisionAsync(default)));
    }

    [Fact]
    public async Task Account_WithoutMeans_HasNone()
    {
        await Table.WriteAsync(AccountChange.Of(Ana), AccountSet.Empty, default);

        var means = (await Table.ReadAsync(default)).MeansOf("a1");

        Assert.True(means is { HasPassword: false, HasCode: false, Invitation: null, RecoveryCodes.Length: 0, Passkeys.Length: 0 });
    }

    [Fact]
    public async Task Write_OnARevisionThatIsPast_WritesNothing()
    {
        Assert.True(await Table.WriteAsync(AccountChange.Of(Ana), AccountSet.Empty, default));

        Assert.False(await Table.WriteAsync(AccountChange.Of(Ana with { Id = "b", Name = "bob" }), AccountSet.Empty, default));
        Assert.False(await Table.WriteAsync(AccountChange.Of(Ana with { Id = "b", Name = "bob" }), new AccountSet(7, [], []), default));

        Assert.Equal(["ana"], (await Table.ReadAsync(default)).Accounts.Select(account => account.Name));
    }

    [Fact]
    public async Task Change_KeepsHowTheySignIn_AndRemoveTakesIt()
    {
        await Table.WriteAsync(AccountChange.Of(Ana, new SignInMeans { PasswordHash = "hash" }), AccountSet.Empty, default);
        var set = await Table.ReadAsync(default);
        await Table.WriteAsync(AccountChange.Of(Ana with { Role = PortalRole.Operator }), set, default);
        set = await Table.ReadAsync(default);
        Assert.Equal((PortalRole.Operator, "hash"), (set.Find("a1")!.Role, set.MeansOf("a1").PasswordHash));

        await Table.WriteAsync(new AccountChange { Removed = ["a1"], Accounts = [Ana with { Id = "a2" }] }, set, default);

        set = await Table.ReadAsync(default);
        Assert.Equal("a2", Assert.Single(set.Accounts).Id);
        Assert.False(set.MeansOf("a2").HasPassword);
    }

    [Fact]
    public async Task Name_ThatIsTaken_IsSaid_AndNothingIsWritten()
    {
        await Table.WriteAsync(AccountChange.Of(Ana), AccountSet.Empty, default);
        var set = await Table.ReadAsync(default);

        await Assert.ThrowsAsync<AccountException>(() => Table.WriteAsync(AccountChange.Of(Ana with { Id = "a2" }), new AccountSet(set.Revision, [], []), default));

        Assert.Equal(set.Revision, await Table.ReadRevisionAsync(default));
    }

    public async Task InitializeAsync() => _services = await TestStorage.StartAsync(_directory, await ChooseAsync());

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });
}

public sealed class AccountTableInAFileTests : AccountTableTests;

[Collection(PostgreSql.Name)]
public sealed class AccountTableInPostgreSqlTests(PostgreSqlServer server) : AccountTableTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
