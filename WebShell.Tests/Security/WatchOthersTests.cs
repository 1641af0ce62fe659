using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Accounts;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Security;

/// <summary>The whole portal and a real sshd: ana has a shell, bob may watch it until he may not.</summary>
public sealed class WatchOthersTests : IAsyncLifetime
{
    // promises.md, 2.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly OpenSshServer _vm = new();
    private EdgePortal _portal = null!;

    [Fact]
    public async Task Watcher_SeesWhatTheOwnerDoes_TypesNothing_AndIsGoneWithTheRight()
    {
        await using var anas = As("ana");
        await using var bobs = As("bob");
        var lease = await Get<ShellService>(anas).OpenAsync("vm-1", null, new TerminalSize(80, 24), new SilentDialogue(), default);
        await SessionBenchUntil(lease.Session, () => lease.Session.State is SessionState.Connected or SessionState.Ended);
        Assert.True(lease.Session.State == SessionState.Connected, lease.Session.End?.Message);

        var watch = (await Get<ShellService>(bobs).WatchAsync(lease.Session.Id, default))!;
        await TypeAsync(lease, "echo one-$((40+2))\r");
        Assert.Contains("one-42", await ReadUntilAsync(watch, "one-42"), StringComparison.Ordinal);
        Assert.Equal("bob", Assert.Single(lease.Session.Onlookers).By.Name);
        await Assert.ThrowsAsync<ShellException>(() => TypeAsync(watch, "echo forged-$((1+1))\r"));

        var reading = ReadUntilAsync(watch, "never printed");
        await RemoveAsync("watchers");

        Assert.Contains("You may no longer watch this shell.", (await Assert.ThrowsAsync<ShellException>(() => reading.WaitAsync(EndsWithin))).Message, StringComparison.Ordinal);
        Assert.Null(await Get<ShellService>(bobs).WatchAsync(lease.Session.Id, default));
        await TypeAsync(lease, "echo two-$((1+1))\r");
        Assert.DoesNotContain("forged-2", await ReadUntilAsync(lease, "two-2"), StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        await _vm.StartAsync();
        _portal = await EdgePortal.StartAsync(
            builder => builder.Services.AddScoped<Actor>().AddScoped<ICurrentUser>(services => services.GetRequiredService<Actor>()), "--WebShell:Credentials:fleet:KeyFile", _vm.UserKeyFile);
        await _portal.AccountAsync("admin", PortalRole.Administrator);
        await _portal.AccountAsync("ana");
        await _portal.AccountAsync("bob");
        await using var admins = As("admin");
        await Get<MachineEditor>(admins).AddAsync(new Vm { Name = "vm-1", Address = "127.0.0.1", Port = _vm.Port, Logins = [SshServer.Login], AllowLoopback = true, Credential = "fleet" }, default);
        Assert.Empty((await Get<RuleEditor>(admins).SaveAsync(null, SomeRules.Allow("everybody"), "test", default)).Mistakes);
        Assert.Empty((await Get<RuleEditor>(admins).SaveAsync(null, SomeRules.Allow("watchers") with { Who = SomeRules.Users("bob"), What = RuleActivities.Watch }, "test", default)).Mistakes);
        _portal.Services.GetRequiredService<HostKeyStore>().Pin("vm-1", _vm.HostKey, "test");
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _vm.DisposeAsync();
    }

    private static T Get<T>(AsyncServiceScope scope)
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    private static async Task TypeAsync(ShellViewer viewer, string keys) => await viewer.WriteAsync(Encoding.UTF8.GetBytes(keys), default);

    private static async Task<string> ReadUntilAsync(ShellViewer viewer, string expected)
    {
        using var limit = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        for (var offset = 0L; !text.ToString().Contains(expected, StringComparison.Ordinal);)
        {
            var chunk = await viewer.ReadAsync(offset, 64 * 1024, limit.Token);
            text.Append(Encoding.UTF8.GetString(chunk.Data.Span));
            offset = chunk.End;
            viewer.Acknowledge(offset);
        }

        return text.ToString();
    }

    private static Task SessionBenchUntil(TerminalSession session, Func<bool> claim) => Sessions.SessionBench.UntilAsync(session, claim);

    private AsyncServiceScope As(string name)
    {
        var scope = _portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Id = name;
        return scope;
    }

    private async Task RemoveAsync(string name)
    {
        await using var admins = As("admin");
        await Get<RuleEditor>(admins).RemoveAsync(_portal.Services.GetRequiredService<RuleBook>().Stored.Rules.Single(rule => rule.Rule.Name == name), "test", default);
    }

    /// <summary>Whoever the test says acts in the scope.</summary>
    private sealed class Actor(AccountBook book) : ICurrentUser
    {
        public string Id { get; set; } = "";

        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(book.UserOf(Id, null));
    }
}
