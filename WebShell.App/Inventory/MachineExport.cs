using System.Text;
using Microsoft.AspNetCore.Mvc;
using WebShell.App.Account;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.App.Inventory;

/// <summary>The machines as a file that can be taken in again: what the machines page shows at the same query, and so only what its user may see.</summary>
internal static class MachineExport
{
    public const string Csv = "machines.csv";

    public const string Yaml = "machines.yaml";

    public static void MapMachineExport(this WebApplication app)
    {
        app.MapGet(Csv, (string? q, [FromQuery] string[]? tag, string? sort, MachineLister machines, CancellationToken cancellationToken) =>
            FileAsync(MachineFilter.FromUrl(q, tag, sort), machines, CsvExport.Write, "text/csv", Csv, cancellationToken)).AddEndpointFilter<RequestUser>();
        app.MapGet(Yaml, (string? q, [FromQuery] string[]? tag, string? sort, MachineLister machines, CancellationToken cancellationToken) =>
            FileAsync(MachineFilter.FromUrl(q, tag, sort), machines, YamlExport.Write, "application/yaml", Yaml, cancellationToken)).AddEndpointFilter<RequestUser>();
    }

    private static async Task<IResult> FileAsync(
        MachineFilter filter, MachineLister machines, Action<IReadOnlyCollection<Vm>, TextWriter> write, string type, string name, CancellationToken cancellationToken)
    {
        var list = await machines.ListAsync(filter, new HashSet<string>(), cancellationToken);

        // Written whole before it is sent, about 200 bytes a machine: the writers are synchronous, and Kestrel is not.
        using var file = new MemoryStream();
        await using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        {
            write(list.Matches, text);
        }

        return Results.File(file.ToArray(), $"{type}; charset=utf-8", name);
    }
}
