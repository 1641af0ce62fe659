using System.Text;
using System.Text.Json;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Signing in with shared credentials at a real sshd, bound to its address and host key.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class SharedSignInTests(SshFixture ssh) : IAsyncLifetime
{
    private OpenSshServer _server = null!;
    private SharedPortal _portal = null!;

    private SharedDesk Desk => _portal.Desk;

    [Fact]
    public async Task Key_MadeInThePortal_OpensAShell_AndSaysWhichItWasAndWhoUsedItLast()
    {
        var line = await _portal.AddAsync(Fleet);
        await File.AppendAllTextAsync(_server.AuthorizedKeysFile, line.PublicLine + "\n");
        var facts = new Facts();

        await using (var shell = await _portal.OpenAsync(Request(), facts))
        {
            Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
        }

        Assert.Contains(facts.Said, fact => fact == $"Signs in as {SshServer.Login} with the shared key 'web fleet'");
        line = Assert.Single(await Desk.ListAsync(default));
        Assert.Equal(("bob", "vm-1"), (line.LastUsedBy, line.LastUsedOn));
        Assert.InRange(DateTimeOffset.UtcNow - line.LastUsedAt!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(5));
        var used = Assert.Single(_portal.Audit.Events, what => what.Kind == AuditKind.CredentialUsed);
        Assert.Equal(("u-2", "vm-1", "web fleet", "0123abcd"), (used.ActorId, used.On, used.Details["credential"], used.SessionId));
    }

    [Fact]
    public async Task Authority_OfItsOwn_CertifiesForMinutes()
    {
        var line = await _portal.AddAsync(Fleet with { Kind = SharedKind.Authority });
        var trusted = Path.Combine(_portal.Directory, "ca.pub");
        await File.WriteAllTextAsync(trusted, line.PublicLine + "\n");
        await using var server = await OpenSshServer.StartNewAsync($"TrustedUserCAKeys {trusted}\nAuthorizedKeysFile none", "vm-2");
        _portal.HostKeys.Pin("vm-2", server.HostKey, "test");
        await _portal.LoadAsync(Vm(server));
        await Desk.ConfirmAsync(line.Id, (await Desk.FindAsync(line.Id, default))!.Machines, default);

        await using var shell = await _portal.OpenAsync(Request(server));

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task HostKey_Replaced_TheCredentialWaits_UntilItIsConfirmed()
    {
        var line = await AuthorizedAsync();
        await _server.MakeHostKeyAsync();
        await _server.RestartAsync();

        // The pin still stands: nothing is sent, and nothing is asked of the vault.
        Assert.Equal(ShellFailureReason.HostKeyChanged, (await _portal.FailAsync(Request())).Reason);

        _portal.HostKeys.Replace("vm-1", _server.HostKey, "an administrator");
        var person = new Person { SignsInWith = new PasswordCredential("never asked for") };
        var failure = await _portal.FailAsync(Request(), person);

        Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
        Assert.Contains("vm-1 has another host key than when it was confirmed, so the shared key 'web fleet' was not used", failure.Message, StringComparison.Ordinal);
        Assert.Empty(person.Questions); // no other way is tried instead
        var suspended = Assert.Single(_portal.Audit.Events, what => what.Kind == AuditKind.CredentialSuspended);
        Assert.Equal(_server.HostKey.Fingerprint, suspended.Details["host key"]);
        Assert.DoesNotContain(_portal.Audit.Events, what => what.Kind == AuditKind.CredentialUsed);

        await Desk.ConfirmAsync(line.Id, (await Desk.FindAsync(line.Id, default))!.Machines, default);
        await using var shell = await _portal.OpenAsync(Request());
        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task HostKey_AnotherTypeAddedByAnybody_IsAnotherKey()
    {
        await AuthorizedAsync();
        _server.HostKeyType = "ecdsa";
        await _server.MakeHostKeyAsync();
        await _server.RestartAsync();
        _portal.HostKeys.Pin("vm-1", _server.HostKey, "somebody");

        Assert.Contains("another host key", (await _portal.FailAsync(Request())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_Edited_TheCredentialWaits()
    {
        await AuthorizedAsync();
        await _portal.LoadAsync(Vm(_server) with { Address = "localhost" });

        var failure = await _portal.FailAsync(Request() with { Host = "localhost" });

        Assert.Contains("another address than when it was confirmed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_LabelledInLater_GetsNothing_EvenWhenItsKeyIsTrusted()
    {
        await _portal.LoadAsync(Vm(_server) with { Labels = new Dictionary<string, string>() });
        await AuthorizedAsync();
        await _portal.LoadAsync(Vm(_server));

        Assert.Contains("came to match after the machines were confirmed", (await _portal.FailAsync(Request())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_WhoWantsToSignInWithTheirOwn_IsAsked_AndTheSharedOneIsNotTouched()
    {
        await AuthorizedAsync();
        var person = new Person { SignsInWith = new PrivateKeyCredential(_server.UserKey, null) };

        await using (await _portal.OpenAsync(Request() with { AsksPerson = true }, person))
        {
            Assert.Single(person.Questions);
        }

        Assert.DoesNotContain(_portal.Audit.Events, what => what.Kind == AuditKind.CredentialUsed);
    }

    [Fact]
    public async Task Refused_ByTheMachine_NothingElseIsTried()
    {
        await _portal.AddAsync(Fleet); // its public half is not on the machine
        await _portal.AddAsync(Fleet with { Name = "second" }, new PrivateKeyCredential(_server.UserKey, null));
        var person = new Person { SignsInWith = new PrivateKeyCredential(_server.UserKey, null) };

        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await _portal.FailAsync(Request(), person)).Reason);

        Assert.Empty(person.Questions);
        Assert.Equal("web fleet", Assert.Single(_portal.Audit.Events, what => what.Kind == AuditKind.CredentialUsed).Details["credential"]);
    }

    [Fact]
    public async Task AuditLog_Broken_TheSecretIsNotUsed()
    {
        await AuthorizedAsync();
        _portal.Audit.IsBroken = true;

        Assert.Equal(ShellFailureReason.CredentialUnusable, (await _portal.FailAsync(Request())).Reason);
    }

    [Fact]
    public async Task Password_IsSentToItsLogin_AndSecretsOfEveryPathShowNowhere()
    {
        string[] canaries = ["canary-passphrase-1", "canary-wrong-2", "canary-rotated-3", ssh.Login.Password];
        using var keys = new UserKeys();
        var keyFile = await keys.MakeAsync("-t ed25519", isProtected: true);
        var keyText = await File.ReadAllTextAsync(keyFile);
        var password = await _portal.AddAsync(Fleet with { Name = "passwords", Kind = SharedKind.Password, Login = ssh.Login.Name }, new PasswordCredential(canaries[1]));
        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await _portal.FailAsync(Request() with { Login = ssh.Login.Name })).Reason);
        await Desk.RotateAsync(password.Id, password.Version, new PasswordCredential(canaries[2]), default);
        await Desk.RotateAsync(password.Id, password.Version + 1, new PasswordCredential(canaries[3]), default);
        await using (var shell = await _portal.OpenAsync(Request() with { Login = ssh.Login.Name }))
        {
            Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
        }

        var refused = await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.AddAsync(Fleet with { Kind = SharedKind.PrivateKey }, new PrivateKeyCredential(keyText, canaries[0]), default));
        var key = await _portal.AddAsync(Fleet with { Name = "keys" }, new PrivateKeyCredential(keyText, UserKeys.Passphrase));
        await _portal.AddAsync(Fleet with { Name = "authority", Kind = SharedKind.Authority });
        var shown = JsonSerializer.Serialize(new object?[] { await Desk.ListAsync(default), (await Desk.FindAsync(key.Id, default))!.History });
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        string[] everywhere =
        [
            refused.ToString(), shown, JsonSerializer.Serialize(_portal.Audit.Events), string.Join('\n', _portal.Logged),
            .. Directory.GetFiles(_portal.Directory, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))),
        ];
        string[] secrets = [.. canaries, UserKeys.Passphrase, .. keyText.Split('\n').Where(line => line.Length > 40).Select(line => line[..40]), "BEGIN PRIVATE KEY"];
        Assert.All(everywhere, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    public async Task InitializeAsync()
    {
        _server = await OpenSshServer.StartNewAsync();
        _portal = await SharedPortal.StartAsync(null, Vm(_server));
        _portal.HostKeys.Pin("vm-1", _server.HostKey, "test");
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static SharedDraft Fleet => new() { Name = "web fleet", Kind = SharedKind.PrivateKey, Machines = "role:web", Login = SshServer.Login };

    private static Vm Vm(SshServer server) => new()
    {
        Name = server.Name,
        Address = "127.0.0.1",
        Port = server.Port,
        Logins = [SshServer.Login],
        Labels = new Dictionary<string, string> { ["role"] = "web" },
        AllowLoopback = true,
    };

    private ShellRequest Request(SshServer? server = null) => (server ?? _server).Request(credential: null) with { RequestedBy = "bob", RequesterId = "u-2", SessionId = "0123abcd" };

    // The key that the server knows already.
    private Task<SharedLine> AuthorizedAsync() => _portal.AddAsync(Fleet, new PrivateKeyCredential(_server.UserKey, null));

    private sealed class Facts : IShellDialogue
    {
        public List<string> Said { get; } = [];

        public void Report(ShellOpeningStep step)
        {
        }

        public void ReportFact(string fact) => Said.Add(fact);

        public void ReportRetry(ConnectRetry retry)
        {
        }

        public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<Credential?>(null);

        public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>?>(null);
    }
}
