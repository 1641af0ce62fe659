using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Generating;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Benchmarks.Serving;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>
/// Ten thousand machines under search: how long one query takes in memory, how long it takes from a keystroke to the painted rows while twenty
/// people type, and the same for the palette. One of them has a browser, which shares the cores with the portal; the others, who have machines of their
/// own in earnest, are circuits without one (load/searchers.mjs).
/// </summary>
internal sealed class InventoryMeasure : IMeasure
{
    private const int Asked = 10_000;
    private const int Large = 100_000;
    private const int Users = 20;
    private const int Rules = 200;
    private static readonly string AllMachines = $"{Asked:N0} machines";

    private const double MaxRowsMilliseconds = 100;
    private const double MaxPaletteMilliseconds = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Types each text key by key, four keys a second, a second or two between texts. A key counts until the frame after the one in which the page says
    /// how many machines match it; the texts are chosen so that no key leaves that number as it was. Only the page in front is painted.
    /// </summary>
    private const string TypeOnPage = """
        async words => {
          const field = document.querySelector("input[aria-label=Search]");
          const count = document.querySelector("[role=search] .count");
          const sleep = ms => new Promise(done => setTimeout(done, ms));
          const painted = () => new Promise(done => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); }));
          const says = mark => new Promise((done, fail) => {
            const over = () => { if (count.textContent.includes(mark)) { watch.disconnect(); clearTimeout(limit); done(); } };
            const watch = new MutationObserver(over);
            const limit = setTimeout(() => { watch.disconnect(); fail(new Error(`no "${mark}" after "${field.value}", but "${count.textContent}"`)); }, 10000);
            watch.observe(count, { childList: true, characterData: true, subtree: true });
            over();
          });
          const set = text => { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); };
          const times = [];
          await sleep(Math.random() * 2000);
          for (const keys of words) {
            for (const { Text: text, Mark: mark } of keys) {
              const start = performance.now();
              set(text);
              await says(mark);
              await painted();
              times.push(performance.now() - start);
              await sleep(Math.max(0, 250 - (performance.now() - start)));
            }
            await sleep(1000 + Math.random() * 1000);
            set("");
            await sleep(1000);
          }
          return times;
        }
        """;

    /// <summary>The same in the palette, where each key moves the marks of the results.</summary>
    private const string TypeInPalette = """
        async words => {
          const field = document.querySelector("dialog.pal input");
          const list = document.querySelector("#palette");
          const sleep = ms => new Promise(done => setTimeout(done, ms));
          const times = [];
          for (const keys of words) {
            for (const { Text: text } of keys) {
              const changed = new Promise((done, fail) => {
                const limit = setTimeout(() => fail(new Error(`"${text}" changed nothing`)), 10000);
                new MutationObserver((_, watch) => { watch.disconnect(); clearTimeout(limit); done(); }).observe(list, { childList: true, characterData: true, subtree: true, attributes: true });
              });
              const start = performance.now();
              field.value = text;
              field.dispatchEvent(new Event("input", { bubbles: true }));
              await changed;
              await new Promise(done => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); }));
              times.push(performance.now() - start);
              await sleep(250);
            }
            field.value = "";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            await sleep(500);
          }
          return times;
        }
        """;

    public string Name => "inventory";

    public async Task RunAsync(BenchStage stage)
    {
        var queries = new Table("One query in memory, ms", "machines", "sees", "queries", "p50", "p95");
        foreach (var count in new[] { Asked, Large })
        {
            var catalog = new VmCatalog(FleetGenerator.Machines(count));
            var policy = Policies.Of(SomeTeams(catalog));
            Add("all", policy, new PortalUser("ada", "ada") { Role = PortalRole.Operator });
            Add($"by {Rules} rules", policy, new PortalUser("ana", "ana") { Groups = ["team-1", "team-2"] });

            void Add(string sees, AccessPolicy who, PortalUser user)
            {
                var times = Query(catalog, who, user, stage.Scale.Rounds);
                queries.Add(count, sees, times.Count, times.Median(), times.Percentile(95));
            }
        }

        stage.Report.Add(queries);
        await MeasureInBrowserAsync(stage);
    }

    private static async Task MeasureInBrowserAsync(BenchStage stage)
    {
        var data = stage.NewFolder("inventory-portal");
        var list = Path.Combine(stage.NewFolder("inventory-list"), "machines.yaml");
        await using (var writer = File.CreateText(list))
        {
            YamlExport.Write(FleetGenerator.Machines(Asked), writer);
        }

        await using var server = await BenchServer.StartAsync(data, "--WebShell:Inventory:File", list);
        await using var browser = await BenchBrowser.StartAsync(server.SignIn, stage.NewFolder("inventory-browser"));
        var texts = Texts(new VmCatalog(FleetGenerator.Machines(Asked)), 4 + (2 * stage.Scale.Rounds));
        var table = new Table("Keystroke → painted, 10,000 machines, ms", "where", "people", "keys", "p50", "p95", "worst");

        var palette = await InPaletteAsync(browser, texts);
        Add("palette painted", 1, palette);
        Add("rows painted", 1, await OnPageAsync(browser, texts));
        var (rows, others, share) = await AmongOthersAsync(server, browser, texts);
        Add("rows sent to the others", Users - 1, others);
        Add("rows painted, one among all", Users, rows);
        stage.Report.Add(table);
        stage.Report.Add(Figure.AtMost($"keystroke → painted rows, p95, 10,000 machines, {Users} people typing", MaxRowsMilliseconds, rows.Percentile(95), " ms", $" (the portal took {share:0.00} cores)"));
        stage.Report.Add(Figure.AtMost("keystroke → painted palette, p95, 10,000 machines", MaxPaletteMilliseconds, palette.Percentile(95), " ms"));

        void Add(string what, int people, IReadOnlyList<double> times) =>
            table.Add(what, people, times.Count, times.Median(), times.Percentile(95), times.Max());
    }

    private static async Task<List<double>> InPaletteAsync(BenchBrowser browser, Key[][] texts)
    {
        var page = await OpenAsync(browser);
        await page.Keyboard.PressAsync("Control+Shift+K");
        await page.Locator("dialog.pal input").WaitForAsync();
        var times = await page.EvaluateAsync<double[]>(TypeInPalette, texts).WaitAsync(Limit);
        await page.CloseAsync();
        return [.. times];
    }

    private static async Task<List<double>> OnPageAsync(BenchBrowser browser, Key[][] texts)
    {
        var page = await OpenAsync(browser);
        var times = await page.EvaluateAsync<double[]>(TypeOnPage, texts).WaitAsync(Limit);
        await page.CloseAsync();
        return [.. times];
    }

    // One page with a browser, all others without. Everybody begins with another text.
    private static async Task<(List<double> Painted, double[] Others, double Cores)> AmongOthersAsync(BenchServer server, BenchBrowser browser, Key[][] texts)
    {
        var cookies = (await browser.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}");
        await using var searchers = NodeScript.Start("searchers.mjs");
        await searchers.AskAsync(JsonSerializer.Serialize(new
        {
            Origin = server.Address.GetLeftPart(UriPartial.Authority),
            Cookie = string.Join("; ", cookies),
            People = Users - 1,
            FirstWords = AllMachines,
            Texts = texts,
        }));
        var (cpu, clock) = (server.CpuTime, Stopwatch.StartNew());
        var others = searchers.AskAsync("type");
        var painted = await OnPageAsync(browser, texts);
        var times = JsonSerializer.Deserialize<double[]>(await others)!;
        return (painted, times, (server.CpuTime - cpu) / clock.Elapsed);
    }

    private static async Task<IPage> OpenAsync(BenchBrowser browser)
    {
        var page = await browser.Context.NewPageAsync();
        await page.GotoAsync(browser.Address.ToString());
        await page.Locator("[role=search] .count", new() { HasText = AllMachines }).WaitForAsync();
        return page;
    }

    // Each team of a hundred has two rules: a role in a site, by labels that machines have, and a denial somewhere else.
    private static AccessRule[] SomeTeams(VmCatalog catalog)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, Rules).Select(i => (i % 4 == 3 ? SomeRules.Deny($"rule {i}") : SomeRules.Allow($"rule {i}")) with
            {
                Who = SomeRules.Members($"team-{i / 2}"),
                Where = VmQuery.Parse(string.Join(' ', SomeRules.Pick(random, [.. catalog.All]).Labels.Take(2).Select(label => $"{label.Key}:{label.Value}"))),
            }),
        ];
    }

    private static List<double> Query(VmCatalog catalog, AccessPolicy policy, PortalUser user, int rounds)
    {
        var queries = Texts(catalog, 20).SelectMany(keys => keys).Select(key => VmQuery.Parse(key.Text)).ToArray();
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var query in queries)
            {
                var clock = Stopwatch.StartNew();
                _ = policy.SeenBy(user, catalog.Search(query)).Count;
                if (round > 0)
                {
                    times.Add(clock.Elapsed.TotalMilliseconds);
                }
            }
        }

        return times;
    }

    // Machines' names as they are typed, each key of which changes how many match.
    private static Key[][] Texts(VmCatalog catalog, int count)
    {
        var texts = new List<Key[]>();
        for (var i = 0; texts.Count < count && i < 50 * count; i++)
        {
            var name = catalog.All[(int)(i * 7919L % catalog.All.Count)].Name;
            var keys = new List<Key>();
            for (int length = 1, matches = catalog.All.Count; length <= name.Length; length++)
            {
                var now = catalog.Search(VmQuery.Parse(name[..length])).Count;
                if (now == matches)
                {
                    break;
                }

                matches = now;
                keys.Add(new Key(name[..length], $" {matches:N0} match"));
            }

            if (keys.Count >= 3)
            {
                texts.Add([.. keys]);
            }
        }

        return texts.Count == count ? [.. texts] : throw new BenchException("The made-up machines have too few names that can be searched key by key.");
    }

    private sealed record Key(string Text, string Mark);
}
