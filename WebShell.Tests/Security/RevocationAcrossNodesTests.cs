using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Accounts;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Storage;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Security;

/// <summary>Two portals on one PostgreSQL database: shells of a real sshd at one of them, and somebody who takes rights away at the other.</summary>
[Collection(PostgreSql.Name)]
public sealed class RevocationAcrossNodesTests(PostgreSqlServer database) : IAsyncLifetime
{
    // promises.md, 2.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    private readonly string _keys = Directory.CreateTempSubdirectory("webshell-nodes-").FullName;
    private readonly OpenSshServer _vm = new();
    private EdgePortal _here = null!;
    private EdgePortal _there = null!;

    [Fact]
    public async Task WhatIsTakenAwayAtOneNode_EndsTheShellsOfTheOther()
    {
        foreach (var name in new[] { "ana", "bob", "cleo", "dora", "emil" })
        {
            await _there.AccountAsync(name);
        }

        await As(_there, "admin", editor => Services(editor).GetRequiredService<MachineEditor>().AddAsync(Machine("vm-1"), default));
        await As(_there, "admin", editor => Services(editor).GetRequiredService<MachineEditor>().AddAsync(Machine("vm-2"), default));
        await SaveAsync(SomeRules.Allow("everybody"));
        await SaveAsync(SomeRules.Allow("ana as well") with { Who = SomeRules.Users("ana") });
        await UntilAsync(() => Get<VmInventory>(_here).Find("vm-2") is not null && Get<RuleBook>(_here).Now.Rules.Count == Get<RuleBook>(_there).Now.Rules.Count && Get<AccountBook>(_here).Find("emil") is not null);
        var shells = new Dictionary<string, TerminalSession>();
        foreach (var (name, machine) in new[] { ("ana", "vm-1"), ("bob", "vm-1"), ("cleo", "vm-1"), ("dora", "vm-1"), ("emil", "vm-2") })
        {
            shells[name] = await OpenAsync(name, machine);
        }

        Assert.Equal(SessionEndReason.AccountDisabled, await EndAsync(shells["bob"], () => EditAsync("bob", (editor, bob) => editor.SetDisabledAsync(bob, true, default))));
        Assert.Equal(SessionEndReason.SignedOut, await EndAsync(shells["cleo"], () => EditAsync("cleo", (editor, cleo) => editor.ResetAsync(cleo, default))));
        Assert.Equal(SessionEndReason.SignedOut, await EndAsync(shells["dora"], SignDoraOutAsync));
        Assert.Equal(SessionEndReason.MachineRemoved, await EndAsync(shells["emil"], () => As(_there, "admin", scope => Services(scope).GetRequiredService<MachineEditor>().RemoveAsync(["vm-2"], default))));

        // What concerned others has changed nothing for her, and one of two rules is enough.
        await RemoveAsync("everybody");
        await UntilAsync(() => Get<RuleBook>(_here).Now.Rules.All(rule => rule.Name != "everybody"));
        Assert.Equal(SessionState.Detached, shells["ana"].State);
        Assert.Equal(SessionEndReason.AccessRevoked, await EndAsync(shells["ana"], () => RemoveAsync("ana as well")));
    }

    public async Task InitializeAsync()
    {
        await _vm.StartAsync();
        var choose = new StorageOptions();
        (await database.NewDatabaseAsync())(choose);
        _here = await StartAsync(choose);
        _there = await StartAsync(choose);
        await _there.AccountAsync("admin", PortalRole.Administrator);
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _vm.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private Task<EdgePortal> StartAsync(StorageOptions storage) => EdgePortal.StartAsync(
        builder => builder.Services.AddScoped<Actor>().AddScoped<ICurrentUser>(services => services.GetRequiredService<Actor>()),
        "--WebShell:Storage:PostgreSql", storage.PostgreSql!, "--WebShell:Storage:PasswordFile", storage.PasswordFile!,
        "--WebShell:Secrets:KeyFile", Path.Combine(_keys, "secrets.key"), "--WebShell:Credentials:fleet:KeyFile", _vm.UserKeyFile);

    private Vm Machine(string name) => new() { Name = name, Address = "127.0.0.1", Port = _vm.Port, Logins = [SshServer.Login], AllowLoopback = true, Credential = "fleet" };

    // Its circuit goes at once: the shell stays, as after a closed tab.
    private async Task<TerminalSession> OpenAsync(string name, string machine)
    {
        Get<HostKeyStore>(_here).Pin(machine, _vm.HostKey, "test");
        TerminalSession? session = null;
        await As(_here, name, async scope =>
        {
            var lease = await Services(scope).GetRequiredService<ShellService>().OpenAsync(machine, null, new TerminalSize(80, 24), new SilentDialogue(), default);
            session = lease.Session;
            await UntilAsync(() => session.State is SessionState.Connected or SessionState.Ended);
            Assert.True(session.State == SessionState.Connected, session.End?.Message);
        });
        return session!;
    }

    private static async Task<SessionEndReason> EndAsync(TerminalSession session, Func<Task> act)
    {
        Assert.NotEqual(SessionState.Ended, session.State);
        await act();
        return (await session.Ended.WaitAsync(EndsWithin)).Reason;
    }

    private Task EditAsync(string name, Func<AccountEditor, Core.Accounts.Account, Task> edit) => As(_there, "admin", scope =>
        edit(Services(scope).GetRequiredService<AccountEditor>(), Get<AccountBook>(_there).Now.Named(name)!));

    private async Task SignDoraOutAsync()
    {
        using var answer = await _there.PostAsync("/signout", [], _there.TicketOf(Get<AccountBook>(_there).Now.Named("dora")!), account: "dora");
        Assert.Equal("/signin", answer.Headers.Location?.OriginalString);
    }

    private Task SaveAsync(AccessRule rule) => As(_there, "admin", async scope =>
        Assert.Empty((await Services(scope).GetRequiredService<RuleEditor>().SaveAsync(null, rule, "test", default)).Mistakes));

    private Task RemoveAsync(string name) => As(_there, "admin", scope =>
        Services(scope).GetRequiredService<RuleEditor>().RemoveAsync(Get<RuleBook>(_there).Stored.Rules.Single(rule => rule.Rule.Name == name), "test", default));

    private static async Task As(EdgePortal node, string name, Func<AsyncServiceScope, Task> act)
    {
        await using var scope = node.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Id = name;
        await act(scope);
    }

    private static IServiceProvider Services(AsyncServiceScope scope) => scope.ServiceProvider;

    private static T Get<T>(EdgePortal node)
        where T : notnull => node.Services.GetRequiredService<T>();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var began = Stopwatch.StartNew(); !isSo(); await Task.Delay(20))
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(15), "It did not come to that within 15 s.");
        }
    }

    /// <summary>Whoever the test says acts in the scope.</summary>
    private sealed class Actor(AccountBook book) : ICurrentUser
    {
        public string Id { get; set; } = "";

        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(book.UserOf(Id, null));
    }
}
