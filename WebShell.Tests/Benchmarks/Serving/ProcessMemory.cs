namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>What a process occupies, in bytes (smaps_rollup of proc(5)): all resident pages, and those that no other process shares.</summary>
internal readonly record struct ProcessMemory(long Resident, long Private)
{
    public static ProcessMemory Of(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        return new ProcessMemory(Bytes("Rss:"), Bytes("Private_Clean:") + Bytes("Private_Dirty:"));

        long Bytes(string name) =>
            1024 * long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
