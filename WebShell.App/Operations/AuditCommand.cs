using System.Globalization;
using WebShell.Core.Audit;

namespace WebShell.App.Operations;

/// <summary>
/// <c>audit verify</c> says whether the chain holds, <c>audit export [QUERY]</c> writes the events as JSON lines to standard output; both
/// read what a portal with the same options writes, running or not, and change nothing.
/// </summary>
internal static class AuditCommand
{
    /// <summary>The chain does not hold.</summary>
    public const int Broken = 3;

    private const int WrongUse = 2;
    private const int Failed = 1;

    /// <summary>The exit code, or null where something else is meant.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong; every mistake is named.</exception>
    public static async Task<int?> RunAsync(string[] args, Stream output, TextWriter error)
    {
        if (args is not ["audit", ..])
        {
            return null;
        }

        var query = args is ["audit", "export", var third, ..] && !third.StartsWith("--", StringComparison.Ordinal) ? third : null;
        if (args is not ["audit", "verify" or "export", ..])
        {
            await error.WriteLineAsync("usage: audit verify [OPTIONS], or audit export [QUERY] [OPTIONS], with the options of a start; a query is as on the page, e.g. \"day:7d who:ann\"");
            return WrongUse;
        }

        await using var portal = Portal.Build(args[(query is null ? 2 : 3)..]);
        try
        {
            return args[1] == "verify"
                ? await VerifyAsync(portal.Services.GetRequiredService<AuditVerifier>(), output)
                : await ExportAsync(portal.Services, query ?? "", output);
        }
        catch (AuditStoreException e)
        {
            await error.WriteLineAsync($"The audit log cannot be read: {e.InnerException?.Message ?? e.Message}");
            return Failed;
        }
    }

    private static async Task<int> VerifyAsync(AuditVerifier verifier, Stream output)
    {
        var verdict = await verifier.VerifyAsync(progress: null, CancellationToken.None);
        await using var text = new StreamWriter(output, leaveOpen: true);
        foreach (var finding in verdict.Findings)
        {
            await text.WriteLineAsync($"{(finding.Day > 0 ? AuditEntry.Written(finding.Day) : "----------")} {finding.Number.ToString(CultureInfo.InvariantCulture)}: {finding.Why}");
        }

        if (verdict.Unnamed > 0)
        {
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"And {verdict.Unnamed} more breaks."));
        }

        await text.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(verdict.IsIntact ? "Intact" : "Broken")}: {verdict.Events} events in {verdict.Took.TotalSeconds:0.0} s; the last is {verdict.Newest.Number}, {verdict.Newest.Hash}."));
        return verdict.IsIntact ? 0 : Broken;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, string query, Stream output)
    {
        var rows = services.GetRequiredService<IAuditSearch>().ReadAllAsync(AuditQuery.Parse(query, services.GetRequiredService<TimeProvider>().GetUtcNow()), CancellationToken.None);
        await AuditLines.WriteAsync(rows, output, CancellationToken.None);
        return 0;
    }
}
