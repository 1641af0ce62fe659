using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>Under which conditions a run was made, so that its figures can be judged and repeated.</summary>
internal sealed class Conditions
{
    private readonly List<double> _noise = [];

    public string Browser { get; set; } = "not used";

    public string Mode { get; init; } = "";

    /// <summary>Measures for a second how busy the machine is with other things; call it while the bench itself is idle.</summary>
    public async Task ListenForNoiseAsync()
    {
        var before = CpuTimes.Read();
        await Task.Delay(TimeSpan.FromSeconds(1));
        _noise.Add(CpuTimes.Read().BusySince(before));
    }

    public string ToMarkdown()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        var noise = _noise.Count == 0 ? "not measured" : $"{_noise.Median():P0} busy with other things before the measurements, {_noise.Max():P0} at worst";
        return $"""
            {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, commit {Output("git", "rev-parse", "--short", "HEAD")}, {Mode}
            {CpuModel()}, {Environment.ProcessorCount} cores for server, VM and browser together, {memory} GB; machine {noise}
            {RuntimeInformation.FrameworkDescription}, {Output("ssh", "-V")}, {Browser} headless, DOM renderer, 120×40, {RuntimeInformation.OSDescription}

            """.ReplaceLineEndings("  \n");
    }

    private static string CpuModel() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.OSArchitecture.ToString();

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }

    private readonly record struct CpuTimes(double Busy, double Total)
    {
        public static CpuTimes Read()
        {
            // user nice system idle iowait irq softirq steal (proc(5)).
            var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(double.Parse).ToArray();
            return new CpuTimes(times.Sum() - times[3] - times[4], times.Sum());
        }

        public double BusySince(CpuTimes before) => (Busy - before.Busy) / (Total - before.Total);
    }
}
