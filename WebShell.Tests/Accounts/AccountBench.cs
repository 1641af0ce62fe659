using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;
using WebShell.Tests.Access;
using WebShell.Tests.Support;

namespace WebShell.Tests.Accounts;

/// <summary>Accounts over a table in memory, virtual time, and an administrator who acts.</summary>
internal sealed class AccountBench : IDisposable
{
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), $"webshell-accounts-{Guid.NewGuid():N}.key");

    public AccountBench(MemoryAccountTable? table = null, Passwords? passwords = null)
    {
        Passwords = passwords ?? new Passwords();
        Table = table ?? new MemoryAccountTable();
        Book = new AccountBook(Table, NullLogger<AccountBook>.Instance);
        Desk = new SignInDesk(Book, Passwords, new AesGcmProtector(new SecretKeys(Options.Create(new SecretOptions { KeyFile = _keyFile }), [])), Time);
        First = new FirstAdministrator(Book, Audit, Time);
    }

    public MemoryAccountTable Table { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public AuditList Audit { get; } = new();

    public AccountBook Book { get; }

    public Passwords Passwords { get; }

    public SignInDesk Desk { get; }

    public FirstAdministrator First { get; }

    public AccountSet Now => Book.Now;

    /// <summary>The editor as this account has it in its hands; null: nobody.</summary>
    public AccountEditor As(Core.Accounts.Account? account) => new(Book, Policies.New(), new Acting(Book, account?.Id), Audit, Time);

    /// <summary>The first administrator, and an editor for them.</summary>
    public async Task<AccountEditor> StartAsync() => As(await First.FindOrMakeAsync(default));

    public static NewAccount Person(string name, PortalRole role = PortalRole.User, params string[] groups) => new(name, null, null, role, groups);

    /// <summary>Somebody who has set that password.</summary>
    public async Task<Core.Accounts.Account> AddAsync(AccountEditor editor, string name, string password, PortalRole role = PortalRole.User)
    {
        var (_, token) = await editor.AddAsync(Person(name, role), default);
        return await Desk.SetInvitedPasswordAsync(token, password, _ => ValueTask.CompletedTask, default);
    }

    public void Dispose()
    {
        Book.Dispose();
        Passwords.Dispose();
        File.Delete(_keyFile);
    }

    private sealed class Acting(AccountBook book, string? id) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(id is null ? null : book.UserOf(id, from: null));
    }
}
