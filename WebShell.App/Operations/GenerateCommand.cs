using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Generating;

namespace WebShell.App.Operations;

/// <summary><c>--generate N [csv]</c>: writes an inventory of N made-up machines to standard output, as YAML or CSV, instead of starting the portal.</summary>
internal static class GenerateCommand
{
    /// <summary>The exit code, or null where something else is meant.</summary>
    public static int? Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not ["--generate", ..])
        {
            return null;
        }

        if (args.Length is < 2 or > 3 || !int.TryParse(args[1], out var count) || count is < 1 or > FleetGenerator.MaxMachines || (args.Length == 3 && args[2] is not ("csv" or "yaml")))
        {
            error.WriteLine($"usage: --generate N [yaml|csv], with N from 1 to {FleetGenerator.MaxMachines}");
            return 2;
        }

        var machines = FleetGenerator.Machines(count);
        if (args.Length == 3 && args[2] == "csv")
        {
            CsvExport.Write(machines, output);
        }
        else
        {
            YamlExport.Write(machines, output);
        }

        output.Flush();
        return 0;
    }
}
