using System.Diagnostics;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Generating;
using WebShell.Core.Inventory.Import;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Support;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>How long taking over a source takes in a database file of its own: everything new, the same again, and read at a start; and what memory the machines hold.</summary>
internal sealed class ImportMeasure : IMeasure
{
    private const int Asked = 10_000;
    private const int Large = 100_000;
    private const double MaxFirstSeconds = 10;
    private const double MaxAgainSeconds = 3;

    public string Name => "import";

    public async Task RunAsync(BenchStage stage)
    {
        var table = new Table("Import into SQLite, seconds and MiB", "machines", "first", "again unchanged", "a tenth changed", "read at a start", "memory kept");
        foreach (var count in new[] { Asked, Large })
        {
            var (first, again, changed, read, memory) = await MeasureAsync(count);
            table.Add(count, first, again, changed, read, memory);
            if (count == Asked)
            {
                stage.Report.Add(Figure.AtMost("10,000 machines imported first", MaxFirstSeconds, first, " s"));
                stage.Report.Add(Figure.AtMost("10,000 machines imported again, unchanged", MaxAgainSeconds, again, " s"));
            }
        }

        stage.Report.Add(table);
    }

    private static async Task<(double First, double Again, double Changed, double Read, double Memory)> MeasureAsync(int count)
    {
        var source = new MachineSource { Id = "bench", Name = "bench", Kind = "yaml" };
        var listing = Listing(count, owner: null);
        await using var inventory = await StoredInventory.StartAsync();
        var before = Memory();

        var first = await TimeAsync(() => ImportAsync(inventory, source, listing));
        var memory = (Memory() - before) / 1024.0 / 1024.0;
        var again = await TimeAsync(() => ImportAsync(inventory, source, listing));
        var changed = await TimeAsync(() => ImportAsync(inventory, source, Listing(count, owner: "Team Bench")));
        var read = await TimeAsync(() => inventory.SecondNode());
        return (first, again, changed, read, memory);
    }

    private static async Task ImportAsync(StoredInventory inventory, MachineSource source, Listing listing)
    {
        var plan = inventory.Importer.Plan(source, listing, new HashSet<string>(), default);
        await inventory.Importer.ApplyAsync(plan, "bench", "bench", default);
    }

    private static Listing Listing(int count, string? owner) => new(
        [.. FleetGenerator.Machines(count).Select((vm, number) => new ListedMachine
        {
            Name = vm.Name,
            Place = $"line {number}",
            Address = vm.Address,
            Port = vm.Port,
            Logins = vm.Logins,
            Jumps = vm.Jumps,
            Labels = vm.Labels,
            OperatingSystem = vm.OperatingSystem,
            Owner = owner is not null && number % 10 == 0 ? owner : vm.Owner,
            Credential = vm.Credential,
        })],
        [],
        []);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
