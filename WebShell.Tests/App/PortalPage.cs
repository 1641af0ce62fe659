using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Admin;
using WebShell.App.Admin.Rules;
using WebShell.App.Operations;
using WebShell.App.Terminals;
using WebShell.App.Workspace;
using WebShell.Core.Access;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Access.Rules;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Links;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Personal;
using WebShell.Core.Reachability;
using WebShell.Core.Requests;
using WebShell.Core.Sessions;
using WebShell.Core.Ssh;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Ssh.Libssh;
using WebShell.Tests.Access;
using WebShell.Tests.Inventory;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.App;

/// <summary>
/// One circuit's page with the real services behind it: an inventory from a list, sessions with shells driven by hand, virtual
/// time, and a browser that fails the test on every call it was not told about.
/// </summary>
internal sealed class PortalPage : BunitContext
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"webshell-page-{Guid.NewGuid():N}");
    private HostKeyStore? _hostKeys;

    public PortalPage(params Vm[] machines)
    {
        DefaultWaitTimeout = Limit;
        Source = new ListSource("list", machines);
        Store = new MachineStore(MachineTable, NullLogger<MachineStore>.Instance);
        Inventory = new VmInventory([Store, Source], NullLogger<VmInventory>.Instance);
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(Bench.Time);
        Services.AddSingleton(Bench.Registry);
        Services.AddSingleton(Bench.Registry.LastOpenings);
        Services.AddSingleton(Inventory);
        Reach = new ReachabilityBook(Options.Create(Watching), Bench.Time);
        Services.AddSingleton(Reach);
        Services.AddSingleton(_ => new LinkTemplates(Options.Create(InventorySettings)));
        Services.AddAccess();
        Services.AddSingleton(Options.Create(AccessSettings));
        Rules = new RuleBook(RuleTable, Bench.Time, NullLogger<RuleBook>.Instance);
        Rules.Start();
        Services.AddSingleton(Rules);
        Services.AddSingleton<IPeople>(User);
        Accounts = new AccountBook(new MemoryAccountTable(), NullLogger<AccountBook>.Instance);
        AccountEditor = new AccountEditor(Accounts, new AccessPolicy(Rules, Bench.Time), User, Audit, Bench.Time);
        Services.AddSingleton(Accounts);
        Services.AddSingleton(AccountEditor);
        Services.AddSingleton(new SignIns(Options.Create(new SignInOptions()), Accounts, Bench.Time));
        Services.AddSingleton<AuthenticationStateProvider, NoTicket>();
        Services.AddSingleton<Passwords>();
        Services.AddSingleton<SignInDesk>();
        Services.AddSingleton<SignInEnds>();
        Services.AddScoped<MySignIns>();
        Services.AddSingleton(HostKeys);
        Services.AddSingleton<ICurrentUser>(User);
        Services.AddSingleton<IAuditLog>(Audit);
        Services.AddSingleton(new HostKeyRules(Options.Create(new HostKeyRuleOptions())));
        Services.AddSingleton(Store);
        Services.AddSingleton<ISourceTable>(SourceTable);
        Services.AddSingleton(Options.Create(new InventoryOptions()));
        Services.AddSingleton(new SourceFolders(Path.Combine(_data, "lists"), Path.Combine(_data, "tokens")));
        Services.AddListingFormats();
        Services.AddEditing();
        Services.AddSingleton(Options.Create(RequestSettings));
        Services.AddSingleton<IRequestTable>(RequestTable);
        Services.AddRequests();
        Services.AddScoped<HostKeyBook>();
        Services.AddSingleton<RuleImpacts>();
        Services.AddSingleton<ReachAnswers>();
        Services.AddSingleton<ShellWays>();
        Services.AddSingleton(Bench.SessionAudit);
        Services.AddSingleton<OnlookerRights>();
        Services.AddScoped<ShellService>();
        Services.AddScoped<VisibleSessions>();
        Services.AddSingleton(provider => new Drain(provider.GetRequiredService<SessionRegistry>(), Options.Create(new PortalOptions()), Bench.Time));
        Services.AddSingleton<CredentialCheck>();
        Services.AddSingleton<ISavedCredentialTable>(SavedTable);
        Services.AddSingleton<ISecretProtector>(new AesGcmProtector(new SecretKeys(Options.Create(new SecretOptions { KeyFile = Path.Combine(_data, "secrets.key") }), [])));
        Services.AddSingleton<SavedCredentials>();
        Services.AddSingleton<ISharedCredentialTable, MemorySharedTable>();
        Services.AddSingleton<IPinnedPrints, PinnedPrints>();
        Services.AddSingleton<IKeyPairs, LibsshKeyPairs>();
        Services.AddSharedCredentials();
        Services.AddScoped<MyCredentials>();
        Services.AddSingleton<IPersonalTable>(PersonalTable);
        Services.AddPersonal();
        Services.AddTerminals();
        Services.AddWorkspace();
        Module("./Layout/SearchKey.razor.js", "attach", "dispose");
        TableModule = Module("./Inventory/MachineTable.razor.js", "attach", "reveal", "dispose");
        PaletteModule = Module("./Palette/CommandPalette.razor.js", "open", "close", "reveal", "openTab");
        DialogModule = Module("./Dialogs/ModalDialog.razor.js", "open", "close");
        var area = JSInterop.SetupModule("./Workspace/WorkspaceArea.razor.js");
        area.SetupVoid("makeResizable", _ => true).SetVoidResult();
        area.SetupVoid("showFrontTab", _ => true).SetVoidResult();
        Module("./Terminals/TerminalView.razor.js", "open").Mode = JSRuntimeMode.Loose; // the terminal's own tests hold its calls
    }

    public MemoryCredentialTable SavedTable { get; } = new();

    public MemoryPersonalTable PersonalTable { get; } = new();

    public MemoryMachineTable MachineTable { get; } = new();

    public MemorySourceTable SourceTable { get; } = new();

    /// <summary>As a portal that nobody has written rules for, until a test does.</summary>
    public MemoryRuleTable RuleTable { get; } = new();

    public RuleBook Rules { get; }

    public MemoryRequestTable RequestTable { get; } = new();

    public RequestOptions RequestSettings { get; } = new();

    /// <summary>Nothing is asked before a shell, until a test says so; to be set before anything is rendered.</summary>
    public AccessOptions AccessSettings { get; } = new();

    /// <summary>Nobody, until a test adds them.</summary>
    public AccountBook Accounts { get; }

    /// <summary>In the hands of who sits before the page.</summary>
    public AccountEditor AccountEditor { get; }

    public MachineStore Store { get; }

    public ListSource Source { get; }

    public VmInventory Inventory { get; }

    /// <summary>To be set before anything is rendered.</summary>
    public InventoryOptions InventorySettings { get; } = new();

    /// <summary>Nobody looks whether machines answer, until a test says so.</summary>
    public ReachabilityOptions Watching { get; } = new() { Enabled = false };

    public ReachabilityBook Reach { get; }

    public SessionBench Bench { get; } = new();

    /// <summary>The pinned keys; of none until a test pins one.</summary>
    public HostKeyStore HostKeys => _hostKeys ??= new(Options.Create(new SshOptions { DataDirectory = _data }), Bench.Time);

    public string KnownHostsFile => Path.Combine(_data, "known_hosts");

    public SettableUser User { get; } = new();

    public AuditList Audit { get; } = new();

    public BunitJSModuleInterop TableModule { get; }

    public BunitJSModuleInterop DialogModule { get; }

    public BunitJSModuleInterop PaletteModule { get; }

    public ShellWorkspace Workspace => Services.GetRequiredService<ShellWorkspace>();

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>The url behind the base.</summary>
    public string Address => Navigation.ToBaseRelativePath(Navigation.Uri);

    /// <summary>Reads the inventory's sources once.</summary>
    public async Task<PortalPage> LoadedAsync()
    {
        await Inventory.RefreshAsync(default);
        return this;
    }

    /// <summary>The shells of somebody who sits before another page.</summary>
    public ShellService ShellsOf(PortalUser user) => ActivatorUtilities.CreateInstance<ShellService>(Services, new SettableUser { User = user });

    /// <summary>Asks for access on behalf of somebody who sits before another page.</summary>
    public RequestDesk DeskOf(PortalUser user) => ActivatorUtilities.CreateInstance<RequestDesk>(Services, new SettableUser { User = user });

    /// <summary>Answers on behalf of somebody who sits before another page.</summary>
    public RequestAnswers AnswersOf(PortalUser user) => ActivatorUtilities.CreateInstance<RequestAnswers>(Services, new SettableUser { User = user });

    /// <summary>Lets the attempt under way end when it is cancelled, as a real connector does.</summary>
    public async Task<HandConnector.Attempt> CancellableAttemptAsync()
    {
        var attempt = await Bench.Connector.NextAsync();
        attempt.Token.Register(() => attempt.Answer.TrySetCanceled(attempt.Token));
        return attempt;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    /// <summary>A module with one function that opens something, and the functions of what it opens.</summary>
    private BunitJSModuleInterop Module(string path, string opens, params string[] functions)
    {
        var opened = JSInterop.SetupModule(path).SetupModule(invocation => invocation.Identifier == opens);
        foreach (var function in functions)
        {
            opened.SetupVoid(function, _ => true).SetVoidResult();
        }

        return opened;
    }

    /// <summary>Who the page's services ask is <see cref="User"/>; no cookie came with it.</summary>
    private sealed class NoTicket : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    internal sealed class SettableUser : ICurrentUser, IPeople
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        /// <summary>Besides who sits before the page.</summary>
        public List<PortalUser> Others { get; } = [];

        public IReadOnlyList<PortalUser> All => User is null ? Others : [User, .. Others];

        public PortalUser? Find(string id) => All.FirstOrDefault(person => person.Id == id);

        public PortalUser? User { get; set; } = new("ann", "Ann Berg") { Role = PortalRole.Administrator };

        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(User);
    }
}

/// <summary>Elements as a person finds them.</summary>
internal static class Finding
{
    /// <summary>The button with that accessible name.</summary>
    public static IElement Button<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => Assert.Single(page.Buttons(name));

    public static IReadOnlyList<IElement> Buttons<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => [.. page.FindAll("button").Where(button => NameOf(button) == name)];

    public static string NameOf(IElement element) => element.GetAttribute("aria-label") ?? string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Typing as a person does: a text, and then a rest.</summary>
internal static class Typing
{
    public static async Task InputOnceAsync(this IElement field, PortalPage portal, string text)
    {
        var typing = field.InputAsync(text);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await typing;
    }
}
