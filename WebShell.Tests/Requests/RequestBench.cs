using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Requests;
using WebShell.Tests.Access;
using WebShell.Tests.Inventory;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Requests;

/// <summary>One node on which people ask and answer; several on the same tables are several nodes. Time is driven by hand.</summary>
internal sealed class RequestBench : IDisposable
{
    public static readonly PortalUser Ann = new("ann", "Ann");
    public static readonly PortalUser Bob = new("bob", "Bob");
    public static readonly PortalUser Op = new("op", "Otto") { Role = PortalRole.Operator };
    public static readonly PortalUser Chief = new("chief", "Chief") { Role = PortalRole.Administrator };

    private readonly RequestKeeper _keeper;

    public RequestBench(RequestBench? other = null)
    {
        Table = other?.Table ?? new MemoryRequestTable();
        RuleTable = other?.RuleTable ?? new MemoryRuleTable();
        Time = other?.Time ?? new SessionBench.JumpingTime();
        Audit = other?.Audit ?? new AuditList();
        People = other?.People ?? new People(Ann, Bob, Op, Chief);
        Inventory = other?.Inventory ?? new VmInventory([Source], NullLogger<VmInventory>.Instance);
        Rules = new RuleBook(RuleTable, Time, NullLogger<RuleBook>.Instance);
        Rules.Start();
        Policy = new AccessPolicy(Rules, Time);
        Book = new RequestBook(Table, Time, NullLogger<RequestBook>.Instance);
        Writer = new RequestWriter(Book, Rules, Audit, Time, NullLogger<RequestWriter>.Instance);
        Planner = new GrantPlanner(Inventory, People, Rules, Time);
        _keeper = new RequestKeeper(Book, Writer, Planner, Rules, Inventory, People, Audit, Options.Create(Settings), Time, NullLogger<RequestKeeper>.Instance);
    }

    public ListSource Source { get; } = new("list", Machines.Named("web-01") with { Logins = ["deploy", "root"] }, Machines.Named("web-02"));

    public MemoryRequestTable Table { get; }

    public MemoryRuleTable RuleTable { get; }

    public SessionBench.JumpingTime Time { get; }

    public AuditList Audit { get; }

    public People People { get; }

    public VmInventory Inventory { get; }

    public RuleBook Rules { get; }

    public AccessPolicy Policy { get; }

    public RequestBook Book { get; }

    public RequestWriter Writer { get; }

    public GrantPlanner Planner { get; }

    public RequestOptions Settings { get; } = new();

    public async Task<RequestBench> LoadedAsync()
    {
        await Inventory.RefreshAsync(default);
        await Book.FollowAsync(default);
        return this;
    }

    public RequestDesk Desk(PortalUser user) => new(Book, Writer, Inventory, Policy, new Acting(People, user.Id), Options.Create(Settings), Time);

    public RequestAnswers Answers(PortalUser user) => new(Book, Writer, Planner, Policy, new Acting(People, user.Id), Options.Create(Settings), Time);

    /// <summary>Asks for an hour and expects that it is taken.</summary>
    public async Task<AskedAccess> AskAsync(PortalUser user, string machine = "web-01", string login = "deploy", string why = "OPS-7")
    {
        var outcome = await Desk(user).AskAsync(machine, login, why, TimeSpan.FromHours(1), default);
        return outcome.Done ?? throw new InvalidOperationException($"{outcome.Refusal} {string.Join(' ', outcome.Mistakes)}");
    }

    /// <summary>Asks and is granted an hour.</summary>
    public async Task<AskedAccess> GrantedAsync(PortalUser user)
    {
        var asked = await AskAsync(user);
        return (await Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default)).Done!;
    }

    public bool MayOpen(PortalUser user, string machine = "web-01", string login = "deploy") =>
        People.Find(user.Id) is { } person && Policy.Decide(person, AccessAction.OpenShell, Inventory.Find(machine), login).IsAllowed;

    /// <summary>What the node does every two seconds.</summary>
    public async Task LookAsync()
    {
        await Rules.FollowAsync(default);
        await _keeper.LookAsync(default);
    }

    public void Dispose()
    {
        _keeper.Dispose();
        Book.Dispose();
        Rules.Dispose();
        Inventory.Dispose();
    }

    private sealed class Acting(People people, string id) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(people.Find(id));
    }
}
