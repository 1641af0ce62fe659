using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>Shells on production are opened with a ticket only.</summary>
public sealed class ReasonTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new();
    private readonly VmInventory _inventory = new([new ListSource("list", Machines.Named("web-01", ("env", "prod")), Machines.Named("lab-01", ("env", "lab")))], NullLogger<VmInventory>.Instance);
    private readonly People _people = new(new PortalUser("ann", "Ann"));
    private readonly RuleBook _rules = Policies.Book(SomeRules.Allow("everybody"));
    private readonly AccessOptions _access = new() { Reasons = { new ReasonOptions { Machines = "env:prod", Ask = "ticket" } } };

    [Fact]
    public async Task Shell_WithItsTicket_KeepsIt_InTheSessionAndTheAuditLog()
    {
        await using var service = Circuit();
        var dialogue = new ReasonedDialogue(" OPS-2190\u200b ");

        var lease = await OpenAsync(service, "web-01", dialogue);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        Assert.Equal("OPS-2190", lease.Session.Reason);
        Assert.True(Assert.Single(dialogue.Asked).IsTicket);
        Assert.Equal("OPS-2190", Assert.Single(_bench.Audit.Events).Details["reason"]);
        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.ClosedByUser));
        Assert.Equal("OPS-2190", Assert.Single(_bench.Registry.RecentlyEnded).Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("because")]
    [InlineData("OPS-2190 and more")]
    public async Task Shell_WithoutIt_IsRefusedInTheService_AndNothingIsDialled(string? answer)
    {
        await using var service = Circuit();

        var refusal = await Assert.ThrowsAsync<ShellException>(() => OpenAsync(service, "web-01", new ReasonedDialogue(answer)));

        Assert.Equal(ShellFailureReason.AccessDenied, refusal.Failure.Reason);
        Assert.Contains("web-01 is opened with a ticket only.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Registry.All);
        Assert.Equal(AuditKind.ShellRefused, Assert.Single(_bench.Audit.Events).Kind);

        // Whoever asks nobody gets none either.
        await Assert.ThrowsAsync<ShellException>(() => OpenAsync(service, "web-01", new SilentDialogue()));
    }

    [Fact]
    public async Task Machine_ThatAsksNothing_AndWhoMayNotGoThere_AreNotAsked()
    {
        await using var service = Circuit();
        var dialogue = new ReasonedDialogue();

        Assert.Equal("", (await OpenAsync(service, "lab-01", dialogue)).Session.Reason);
        _rules.Set(SomeRules.Allow("lab") with { Where = VmQuery.Parse("env:lab") });
        await Assert.ThrowsAsync<ShellException>(() => OpenAsync(service, "web-01", dialogue));

        Assert.Empty(dialogue.Asked);
    }

    [Fact]
    public async Task Right_ThatGoesWhileOneAnswers_IsGone()
    {
        await using var service = Circuit();

        var refusal = await Assert.ThrowsAsync<ShellException>(() => OpenAsync(service, "web-01", new TakingDialogue(() => _rules.Set())));

        Assert.Equal(ShellFailureReason.UnknownVm, refusal.Failure.Reason);
        Assert.Empty(_bench.Registry.All);
    }

    public async Task InitializeAsync() => await _inventory.RefreshAsync(default);

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        _inventory.Dispose();
        _rules.Dispose();
    }

    private static Task<ShellLease> OpenAsync(ShellService service, string vm, IShellDialogue dialogue) => service.OpenAsync(vm, null, TerminalSize.Default, dialogue, default);

    private ShellService Circuit() => Circuits.New(_bench, _inventory, new AccessPolicy(_rules, _bench.Time), _people, new Circuits.Acting(_people, "ann"), access: _access);

    /// <summary>Something happens before the answer comes.</summary>
    private sealed class TakingDialogue(Action before) : IShellDialogue
    {
        public void Report(ShellOpeningStep step)
        {
        }

        public void ReportRetry(ConnectRetry retry)
        {
        }

        public ValueTask<string?> AskReasonAsync(ReasonQuestion question, CancellationToken cancellationToken)
        {
            before();
            return ValueTask.FromResult<string?>("OPS-1");
        }

        public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Core.Credentials.Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
