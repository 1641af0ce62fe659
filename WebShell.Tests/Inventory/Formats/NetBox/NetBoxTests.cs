using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Formats.NetBox;

namespace WebShell.Tests.Inventory.Formats.NetBox;

/// <summary>Against a small server that answers in the shapes of NetBox 4's documentation.</summary>
public sealed class NetBoxTests : IAsyncLifetime
{
    private const string Machine = """
        { "id": 7, "url": "https://netbox.example.net/api/virtualization/virtual-machines/7/", "display_url": "https://netbox.example.net/virtualization/virtual-machines/7/",
          "display": "web-01", "name": "web-01", "status": { "value": "active", "label": "Active" }, "site": { "id": 1, "display": "FRA 1", "name": "FRA 1", "slug": "fra1", "description": "" },
          "cluster": { "id": 2, "display": "kvm", "name": "kvm" }, "device": null, "role": { "id": 3, "name": "Web server", "slug": "web" },
          "tenant": { "id": 4, "name": "Team Shop", "slug": "shop" }, "platform": { "id": 5, "name": "Debian 12", "slug": "debian-12" },
          "primary_ip": { "id": 6, "display": "10.0.0.5/24", "family": { "value": 4, "label": "IPv4" }, "address": "10.0.0.5/24", "description": "" },
          "primary_ip4": { "id": 6, "address": "10.0.0.5/24" }, "primary_ip6": { "id": 8, "address": "2001:db8::5/64" }, "vcpus": 2.0, "memory": 4096, "description": "the shop",
          "comments": "Mind the *cache*.", "tags": [ { "id": 9, "name": "Prod", "slug": "prod", "color": "9e9e9e" } ],
          "custom_fields": { "env": "prod", "patched": true, "wave": 3, "contacts": [1], "empty": null }, "created": "2026-01-01T00:00:00Z" }
        """;

    private readonly List<string?> _authorizations = [];
    private readonly string _tokenFile = Path.GetTempFileName();
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private WebApplication? _server;

    private Uri Address => new(_server!.Urls.First());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(context =>
        {
            _authorizations.Add(context.Request.Headers.Authorization);
            return _answer(context);
        });
        await _server.StartAsync();
        await File.WriteAllTextAsync(_tokenFile, "0123456789abcdef\n");
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        File.Delete(_tokenFile);
    }

    [Fact]
    public async Task Read_AMachine_GivesWhatNetBoxSays()
    {
        _answer = context => Json(context, context.Request.Path.Value!.Contains("dcim", StringComparison.Ordinal) ? Page([]) : Page([Machine]));

        var listing = await Read();

        var web = Assert.Single(listing.Machines);
        Assert.Equal(("web-01", "10.0.0.5", "Debian 12", "Team Shop", "virtual machine 1"), (web.Name, web.Address, web.OperatingSystem, web.Owner, web.Place));
        Assert.Equal(["2001:db8::5"], web.OtherAddresses!);
        Assert.Equal("the shop\n\nMind the *cache*.", web.Notes);
        Assert.Equal("https://netbox.example.net/virtualization/virtual-machines/7/", Assert.Single(web.Links!).Url);
        Assert.Equal(
            "cluster=kvm env=prod patched=true platform=debian-12 role=web site=fra1 status=active tag/prod=yes tenant=shop wave=3",
            string.Join(' ', web.Labels!.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")));
        Assert.Equal(["Token 0123456789abcdef", "Token 0123456789abcdef"], _authorizations);
    }

    [Fact]
    public async Task Read_SeveralPages_ReadsAllOfBothLists()
    {
        _answer = context =>
        {
            var offset = int.Parse(context.Request.Query["offset"].FirstOrDefault() ?? "0");
            var kind = context.Request.Path.Value!.Contains("dcim", StringComparison.Ordinal) ? "device" : "vm";
            var next = offset < 2 ? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}?limit=1&offset={offset + 1}" : null;
            return Json(context, Page([Named($"{kind}-{offset}")], next));
        };

        Assert.Equal(["vm-0", "vm-1", "vm-2", "device-0", "device-1", "device-2"], (await Read()).Machines.Select(machine => machine.Name));
    }

    [Fact]
    public async Task Read_OneListWithFilters_AsksForThatOnly()
    {
        var asked = new List<string>();
        _answer = context =>
        {
            asked.Add(context.Request.Path + context.Request.QueryString);
            return Json(context, Page([]));
        };

        await Read("netbox/api/dcim/devices/?role=server");

        Assert.Equal(["/netbox/api/dcim/devices/?role=server&limit=500&exclude=config_context"], asked);
    }

    [Fact]
    public async Task Read_MachinesWithoutNameOrAddress_AreNamed_AndTheRestGoOn()
    {
        var bad = new[] { """{ "id": 1, "name": null }""", """{ "id": 2, "name": "no-ip", "primary_ip": null }""", "3", Named("a b"), Named("good"), Named("good") };
        _answer = context => Json(context, Page(bad));

        var listing = await Read("api/dcim/devices/");

        Assert.Equal("good", Assert.Single(listing.Machines).Name);
        Assert.Equal(["device 1", "device 3", "device 4", "device 6"], listing.Rejected.Select(rejection => rejection.Place));
        Assert.Equal(["no-ip, which has no primary address (device 2)"], listing.Ignored);
    }

    [Theory]
    [InlineData("http://127.0.0.2:9/api/dcim/devices/?offset=1", "the token is not sent there")]
    [InlineData("https://evil.example/", "the token is not sent there")]
    [InlineData("?limit=500&exclude=config_context", "go in a circle")]
    public async Task Read_ANextThatLeadsElsewhere_TakesNothing(string next, string mistake)
    {
        _answer = context => Json(context, Page([Named("a")], next));

        Assert.Contains(mistake, await Failure("api/dcim/devices/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PagesWithoutEnd_EndAtTheBound()
    {
        var n = 0;
        _answer = context => Json(context, Page([], $"?offset={++n}"));

        Assert.Contains("more than 2000 pages", await Failure("api/dcim/devices/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "refused the token (401)")]
    [InlineData(403, "refused the token (403)")]
    [InlineData(404, "There is no NetBox")]
    [InlineData(302, "leads elsewhere (302)")]
    [InlineData(500, "answered with an error (500)")]
    public async Task Read_ARefusal_IsSaidInWords(int status, string words)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "https://evil.example/";
            return Task.CompletedTask;
        };

        Assert.Contains(words, await Failure(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"count\": 1, \"results\": [ { \"name\": ", "not JSON, or not all of it")]
    [InlineData("<html>Log in</html>", "not JSON, or not all of it")]
    [InlineData("[]", "no list of 'results'")]
    [InlineData("{ \"results\": [], \"next\": 5 }", "'next' is not an address")]
    public async Task Read_AnAnswerThatIsNone_TakesNothing(string answer, string words)
    {
        _answer = context => Json(context, answer);

        Assert.Contains(words, await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_HalfAnAnswer_TakesNothing()
    {
        _answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{ \"results\": [");
            context.Abort();
        };

        Assert.Contains("broke off", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AnAnswerThatNeverComes_EndsAtTheDeadline()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal("NetBox did not give a page within 0.5 s.", await Failure(limit: TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public async Task Read_APageWithoutEnd_EndsAtTheBound()
    {
        _answer = async context =>
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            for (var i = 0; i < 300 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
            }
        };

        Assert.Contains("larger than 16 MiB", await Failure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OverHttpToAnotherMachine_IsRefusedBeforeTheTokenIsRead()
    {
        using var client = Client();

        var failure = await Assert.ThrowsAsync<InventoryException>(() => client.ReadAsync(new Uri("http://netbox.example.net/"), "/nowhere", [], CancellationToken.None));

        Assert.Contains("must begin with https://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_APageAsAFile_IsRecognised() => Assert.Equal(("netbox", 1), Reading.Of("page.json", Page([Machine]), null, "root") is var listing ? (listing.Format, listing.Machines.Count) : default);

    private static string Page(IEnumerable<string> machines, string? next = null) =>
        $$"""{ "count": 1, "next": {{(next is null ? "null" : $"\"{next}\"")}}, "previous": null, "results": [ {{string.Join(',', machines)}} ] }""";

    private static string Named(string name) => $$"""{ "name": "{{name}}", "primary_ip": { "address": "10.0.0.1/8" } }""";

    private static Task Json(HttpContext context, string text)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(text);
    }

    private static NetBoxClient Client(TimeSpan? limit = null) => new(limit ?? TimeSpan.FromSeconds(30));

    private async Task<Listing> Read(string path = "", TimeSpan? limit = null)
    {
        using var client = Client(limit);
        return await client.ReadAsync(new Uri(Address, path), _tokenFile, ["ops"], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task<string> Failure(string path = "", TimeSpan? limit = null) => (await Assert.ThrowsAsync<InventoryException>(() => Read(path, limit))).Message;
}
