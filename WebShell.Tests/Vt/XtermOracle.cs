using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WebShell.Tests.Vt;

/// <summary>Asks xterm.js itself (oracle.mjs, one Node.js process for all cases) whether a preamble does what it should.</summary>
internal static class XtermOracle
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What xterm.js says to each case, in order; empty: no difference.</summary>
    public static async Task<string[]> JudgeAsync(IReadOnlyList<OracleCase> cases)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var node = Process.Start(new ProcessStartInfo("node", [Beside("oracle.mjs"), Beside("../../WebShell.App/client")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var answers = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            foreach (var test in cases)
            {
                await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(test, JsonSerializerOptions.Web).AsMemory(), limit.Token);
            }

            node.StandardInput.Close();
            var lines = (await answers).Split('\n')[..^1];
            Assert.True(lines.Length == cases.Count, $"{lines.Length} answers to {cases.Count} cases: {await errors}");
            return lines;
        }
        finally
        {
            node.Kill();
        }
    }

    private static string Beside(string path, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, path));
}

/// <summary>One terminal that gets head and tail, and one that gets (something before,) the preamble and the tail.</summary>
/// <param name="Columns">The first terminal's at its beginning.</param>
/// <param name="Rows">The first terminal's at its beginning.</param>
/// <param name="Head">Pieces of output, and sizes in between.</param>
/// <param name="Size">The size at the cut.</param>
/// <param name="Preamble">What the tracker says at the cut.</param>
/// <param name="Tail">The output behind the cut.</param>
/// <param name="Before">What the second terminal has been through, null for a fresh one.</param>
/// <param name="IsOpen">The cut lies in the middle of a sequence: the two are compared only at the end.</param>
internal sealed record OracleCase(
    int Columns, int Rows, IReadOnlyList<object> Head, int[] Size, byte[] Preamble, byte[] Tail, byte[]? Before, bool IsOpen);
