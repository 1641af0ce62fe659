using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Requests;

/// <summary>What the audit log hears of requests for access.</summary>
internal static class RequestEvents
{
    public static AuditEvent Asked(AskedAccess asked, PortalUser by) => By(by, AuditKind.AccessRequested, asked, new()
    {
        ["why"] = asked.Why,
        ["for"] = Time(asked.Wanted),
        ["request"] = asked.Id,
    });

    public static AuditEvent Granted(AskedAccess asked, PortalUser by, TimeSpan lasts) => By(by, AuditKind.AccessGranted, asked, new()
    {
        ["to"] = asked.AskerName,
        ["machine"] = asked.Given!.Slug,
        ["login"] = asked.Given.Login,
        ["what"] = "shell",
        ["for"] = lasts == asked.Wanted ? Time(lasts) : $"{Time(lasts)} of {Time(asked.Wanted)}",
        ["until"] = asked.Given.Until.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ["why"] = asked.Why,
        ["rule"] = asked.Given.RuleId,
        ["request"] = asked.Id,
    });

    public static AuditEvent Denied(AskedAccess asked, PortalUser by) => By(by, AuditKind.AccessDenied, asked, new()
    {
        ["to"] = asked.AskerName,
        ["why"] = asked.Answer,
        ["request"] = asked.Id,
    });

    public static AuditEvent Withdrawn(AskedAccess asked, PortalUser by) => By(by, AuditKind.AccessWithdrawn, asked, new() { ["request"] = asked.Id });

    public static AuditEvent TakenBack(AskedAccess asked, PortalUser by) => By(by, AuditKind.AccessEnded, asked, new()
    {
        ["to"] = asked.AskerName,
        ["rule"] = asked.Given!.RuleId,
        ["request"] = asked.Id,
    }) with
    {
        Result = by.Id == asked.AskerId ? "given back" : "taken back",
    };

    /// <summary>By itself; the same event on whichever node sees it first, so that it is kept once.</summary>
    public static AuditEvent Over(AskedAccess asked) =>
        new(AuditKind.AccessEnded, "", "WebShell", On(asked), new Dictionary<string, string> { ["to"] = asked.AskerName, ["request"] = asked.Id })
        {
            Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{asked.Id} {asked.State}")).AsSpan(0, 16)),
            Result = asked.Answer,
        };

    /// <summary>What was written did not come about after all.</summary>
    public static AuditEvent Undone(AuditEvent written, string why) => written with
    {
        Id = Guid.CreateVersion7(),
        Outcome = AuditOutcome.Failed,
        Result = why,
        Because = written.Id,
    };

    private static AuditEvent By(PortalUser user, AuditKind kind, AskedAccess asked, Dictionary<string, string> details) =>
        new(kind, user.Id, user.Name, On(asked), details) { From = user.From };

    private static string On(AskedAccess asked) =>
        asked.Given is { } given ? $"{given.Machine} › {given.Login}" : asked.Login.Length == 0 ? asked.Machine : $"{asked.Machine} › {asked.Login}";

    private static string Time(TimeSpan time) => time.ToString(@"d\.hh\:mm", CultureInfo.InvariantCulture) is var text && text.StartsWith("0.", StringComparison.Ordinal) ? text[2..] : text;
}
