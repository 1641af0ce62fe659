using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebShell.App;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

/// <summary>
/// Who gets what: every route and every page of the running portal, for nobody and for each role, of what is theirs, of what is somebody
/// else's, and of what is not there. A new one that is not in these tables fails; and what is somebody else's looks like what is not there.
/// </summary>
public sealed partial class AccessTableTests : IAsyncLifetime
{
    // As a person who types the address, or as a form without its token: 302 leads to the sign-in, 404 is how a refusal looks.
    private const string Routes = """
        route                             nobody  user  operator  auditor  administrator
        GET /_blazor                      400     400   400       400      400
        GET /_blazor/disconnect           401     405   405       405      405
        GET /_blazor/initializers         401     200   200       200      200
        GET /_blazor/negotiate            401     405   405       405      405
        GET /_framework/opaque-redirect   302     400   400       400      400
        GET /account/authenticator        302     200   200       200      200
        GET /account/passkeys             302     200   200       200      200
        GET /account/password             302     200   200       200      200
        GET /admin/audit.jsonl            302     404   404       200      200
        GET /admin/host-keys/known_hosts  302     404   200       404      200
        GET /admin/rules/rules.yaml       302     404   404       404      200
        GET /health/live                  200     200   200       200      200
        GET /health/ready                 200     200   200       200      200
        GET /machines.csv                 302     200   200       200      200
        GET /machines.yaml                302     200   200       200      200
        GET /metrics                      200     200   200       200      200
        GET /signin                       200     302   302       302      302
        GET /signin/invitation            401     401   401       401      401
        GET /signin/oidc                  404     404   404       404      404
        GET /signin/oidc/callback         404     404   404       404      404
        GET /signin/oidc/farewell         302     302   302       302      302
        GET /{**path:file}                302     404   404       404      404
        GET any page                      302     200   200       200      200
        POST /account/authenticator       401     400   400       400      400
        POST /account/passkeys            401     400   400       400      400
        POST /account/passkeys/new        401     200   200       200      200
        POST /account/password            401     400   400       400      400
        POST /account/sign-out-others     401     400   400       400      400
        POST /signin                      400     400   400       400      400
        POST /signin/code                 400     400   400       400      400
        POST /signin/invitation           400     400   400       400      400
        POST /signin/oidc/backchannel     404     404   404       404      404
        POST /signin/passkey              400     400   400       400      400
        POST /signin/passkey/options      200     200   200       200      200
        POST /signin/proxy                404     404   404       404      404
        POST /signin/renew                401     204   204       204      204
        POST /signout                     401     400   400       400      400
        POST any page                     401     400   400       400      400
        """;

    // What the circuit shows: page; none (looks like an address that is not there); opens, refuses (a shell); to (leads on).
    private const string Pages = """
        page                         user   operator  auditor  administrator
        /                            page   page      page     page
        /access                      page   page      none     page
        /account                     page   page      page     page
        /admin                       none   to        to       to
        /admin/audit                 none   none      page     page
        /admin/credentials           none   none      none     page
        /admin/host-keys             none   page      none     page
        /admin/people                none   none      none     page
        /admin/reach                 none   none      none     page
        /admin/requests              none   page      none     page
        /admin/rules                 none   none      none     page
        /admin/settings              none   none      none     page
        /admin/sources               none   page      none     page
        /admin/sources/{Id},foreign  -      -         -        -
        /admin/sources/{Id},missing  none   none      none     none
        /admin/sources/{Id},own      none   page      none     page
        /admin/ssh                   none   none      none     page
        /not-found                   none   none      none     none
        /sessions                    page   page      page     page
        /sessions/{Id},foreign       none   page      page     page
        /sessions/{Id},missing       none   none      none     none
        /sessions/{Id},own           page   page      -        page
        /shell                       page   page      page     page
        /shell/{Name},foreign        none   refuses   refuses  refuses
        /shell/{Name},missing        none   none      none     none
        /shell/{Name},own            opens  opens     refuses  opens
        /vms/{Name},foreign          none   page      page     page
        /vms/{Name},missing          none   none      none     none
        /vms/{Name},own              page   page      page     page
        """;

    private const string Own = "own-01";
    private const string Foreign = "bobs-01";
    private const string Missing = "nosuch-01";

    private static readonly PortalRole[] Roles = [PortalRole.User, PortalRole.Operator, PortalRole.Auditor, PortalRole.Administrator];

    private readonly Dictionary<PortalRole, Core.Accounts.Account> _people = [];
    private readonly Dictionary<PortalRole, string> _tickets = [];
    private readonly Dictionary<string, string> _sessions = [];
    private EdgePortal _portal = null!;
    private string _source = "";

    private SessionRegistry Registry => _portal.Services.GetRequiredService<SessionRegistry>();

    [Fact]
    public async Task Routes_GiveEachRole_WhatTheTableSays()
    {
        List<string> found = [];
        foreach (var (name, method, path) in EndpointsOf())
        {
            List<string> row = [name];
            foreach (var cookie in Roles.Select(role => (string?)_tickets[role]).Prepend(null))
            {
                using var answer = await _portal.SendAsync(method, path, cookie, _portal.Origin);
                row.Add($"{(int)answer.StatusCode}");
            }

            found.Add(string.Join(' ', row));
        }

        AssertSame(Routes, found);
    }

    [Fact]
    public async Task Pages_ShowEachRole_WhatTheTableSays()
    {
        List<string> found = [];
        foreach (var (name, path) in PagesOf())
        {
            List<string> row = [name];
            foreach (var role in Roles)
            {
                row.Add(await ShownAsync(role, path(role)));
            }

            found.Add(string.Join(' ', row));
        }

        AssertSame(Pages, found);
    }

    // A page is drawn in its circuit: what is fetched is one frame for everybody and everything, and says nothing about what is there.
    [Fact]
    public async Task Pages_AsTheyAreFetched_AreTheSameForEveryRoleAndObject()
    {
        var paths = PagesOf().SelectMany(page => Roles.Select(role => (role, Path: page.Path(role)))).ToList();
        HashSet<string> bodies = [];
        foreach (var (role, path) in paths)
        {
            using var answer = await _portal.GetAsync(path, _tickets[role]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            bodies.Add(WhatChanges().Replace(await answer.Content.ReadAsStringAsync(), ""));
        }

        Assert.True(paths.Count > 60);
        Assert.Single(bodies);
    }

    [Fact]
    public async Task SomebodyElses_LooksLikeWhatIsNotThere()
    {
        var (session, nobodys) = (_sessions["bob"], new string('0', 32));
        foreach (var (path, theirs, missing) in new[]
        {
            ("/vms/{0}", Foreign, Missing), ("/shell/{0}", Foreign, Missing), ("/sessions/{0}", session, nobodys), ("/sessions/{0}?details", session, nobodys), ("/sessions/{0}?watch", session, nobodys), ("/shell?watch={0}", session, nobodys),
            ("/admin/sources/{0}", _source, Guid.Empty.ToString()),
        })
        {
            var foreign = await HtmlAsync(PortalRole.User, string.Format(null, path, theirs));
            var notThere = await HtmlAsync(PortalRole.User, string.Format(null, path, missing));

            Assert.Equal(notThere.Replace(missing, "{0}", StringComparison.Ordinal), foreign.Replace(theirs, "{0}", StringComparison.Ordinal));
            Assert.Contains("There is n", foreign, StringComparison.Ordinal);
            Assert.DoesNotContain("bob", foreign.Replace(Foreign, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IShellConnector, AtOnce>());
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named(Own), Machines.Named(Foreign)));
        });
        foreach (var role in Roles)
        {
            var account = _people[role] = await _portal.AccountAsync($"the-{role.ToString().ToLowerInvariant()}", role);
            _tickets[role] = _portal.TicketOf(account);
        }

        var bob = await _portal.AccountAsync("bob");
        var admin = new PortalUser("the-administrator", "the-administrator") { Role = PortalRole.Administrator };
        await _portal.Services.GetRequiredService<RuleWriter>().ApplyAsync(
            null,
            [
                SomeRules.Allow("theirs") with { Who = SomeRules.Users([.. _people.Values.Select(person => person.Name)]), Where = VmQuery.Parse($"name:{Own}") },
                SomeRules.Allow("bobs") with { Who = SomeRules.Users("bob"), Where = VmQuery.Parse($"name:{Foreign}") },
            ],
            "for the table", admin, default);
        foreach (var (person, machine) in _people.Values.Where(person => person.Role != PortalRole.Auditor).Select(person => (person, Own)).Append((bob, Foreign)))
        {
            _sessions[person.Name] = (await OpenAsync(person, machine)).Id;
        }

        _source = await SourceAsync();
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private async Task<TerminalSession> OpenAsync(Core.Accounts.Account owner, string machine)
    {
        var lease = Registry.Open(new SessionOrder
        {
            OwnerId = owner.Id,
            Workspace = "first",
            Dialogue = new SilentDialogue(),
            Request = new ShellRequest { VmName = machine, Host = "10.0.0.1", Port = 22, Login = "root", RequestedBy = owner.Name },
        });
        await Sessions.SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);
        return lease.Session;
    }

    private async Task<string> SourceAsync()
    {
        var source = new MachineSource { Id = Guid.NewGuid().ToString(), Name = "offices", Kind = "csv" };
        await _portal.Services.GetRequiredService<ISourceTable>().SaveAsync(source, default);
        return source.Id;
    }

    private async Task<string> ShownAsync(PortalRole role, string path)
    {
        if (path.Length == 0)
        {
            return "-";
        }

        var before = Registry.All.Count;
        var html = await HtmlAsync(role, path);
        var isShell = path.StartsWith("/shell/", StringComparison.Ordinal);
        return html.StartsWith("to ", StringComparison.Ordinal) ? "to"
            : html.Contains("<h3>There is n", StringComparison.Ordinal) ? "none"
            : isShell ? (Registry.All.Count > before ? "opens" : "refuses")
            : "page";
    }

    private Task<string> HtmlAsync(PortalRole role, string path) => RenderedPage.OfAsync(_portal, _people[role], path);

    private IEnumerable<(string Name, HttpMethod Method, string Path)> EndpointsOf() =>
        from endpoint in _portal.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        let isAny = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is null or { Count: 0 } || path.StartsWith("/_", StringComparison.Ordinal)
        from method in isAny ? [HttpMethod.Get] : endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(method => method is not "HEAD").Select(method => new HttpMethod(method))
        let isPage = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        select ($"{method} {(isPage ? "any page" : path)}", method, path.Replace("{Name}", Own, StringComparison.Ordinal).Replace("{Id}", "0123", StringComparison.Ordinal).Replace("{**path:file}", "nosuch.js", StringComparison.Ordinal));

    // Every component that says where it is; one with an object in its address three times. An empty address: there is no such thing.
    private IEnumerable<(string Name, Func<PortalRole, string> Path)> PagesOf() =>
        from route in typeof(Portal).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false)).Cast<RouteAttribute>()
        from page in route.Template switch
        {
            "/sessions/{Id}" => Objects(route.Template, role => _sessions.GetValueOrDefault(_people[role].Name, ""), _ => _sessions["bob"], new string('0', 32), "?details"),
            "/admin/sources/{Id}" => Objects(route.Template, _ => _source, _ => "", Guid.Empty.ToString(), ""),
            _ when route.Template.Contains("{Name}", StringComparison.Ordinal) => Objects(route.Template, _ => Own, _ => Foreign, Missing, ""),
            _ => [(route.Template, _ => route.Template)],
        }
        select page;

    private static (string Name, Func<PortalRole, string> Path)[] Objects(string template, Func<PortalRole, string> own, Func<PortalRole, string> foreign, string missing, string query)
    {
        string Path(string id) => id.Length == 0 ? "" : template.Replace("{Name}", id, StringComparison.Ordinal).Replace("{Id}", id, StringComparison.Ordinal) + query;
        return [($"{template},own", role => Path(own(role))), ($"{template},foreign", role => Path(foreign(role))), ($"{template},missing", _ => Path(missing))];
    }

    private static void AssertSame(string table, IReadOnlyCollection<string> found)
    {
        var said = table.Split('\n').Skip(1).Select(row => Spaces().Replace(row.Trim(), " ")).ToHashSet();
        string[] differences = [.. said.Except(found).Select(row => $"- {row}"), .. found.Except(said).Select(row => $"+ {row}")];
        Assert.True(differences.Length == 0, $"The table says -, the portal +:\n{string.Join('\n', differences.OrderBy(row => row[2..], StringComparer.Ordinal))}");
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    // The nonce, the sealed description of the circuit's root, and the address itself.
    [GeneratedRegex("nonce=\"[^\"]*\"|<!--Blazor.*?-->|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex WhatChanges();

    /// <summary>Every machine answers at once.</summary>
    private sealed class AtOnce : IShellConnector
    {
        public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken) => Task.FromResult<IShell>(new StrictShell());
    }
}
