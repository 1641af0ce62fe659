using WebShell.App.Account;
using WebShell.Core.Audit;

namespace WebShell.App.Admin.Auditing;

/// <summary>The audit log as JSON lines, with the page's filter: sent as it is read.</summary>
internal static class AuditExport
{
    public static void MapAuditExport(this WebApplication app) =>
        app.MapGet(AdminPaths.AuditLines, async (string? q, AuditBook book, CancellationToken cancellationToken) =>
            await book.ExportAsync(q ?? "", cancellationToken) is { } rows
                ? Results.Stream(stream => AuditLines.WriteAsync(rows, stream, cancellationToken), "application/x-ndjson", "audit.jsonl")
                : Results.NotFound()).AddEndpointFilter<RequestUser>();
}
