using Microsoft.Extensions.Logging;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;

namespace WebShell.Core.Requests;

/// <summary>
/// Changes requests, and the rules that grants are: each change is in the audit log before it is made. A grant counts as given first and gets its
/// rule then, so that what goes wrong in between leaves a person without access, and never access without a request.
/// </summary>
public sealed partial class RequestWriter(RequestBook book, RuleBook rules, IAuditLog audit, TimeProvider time, ILogger<RequestWriter> logger)
{
    private const string Portal = "WebShell";

    // A file of rules may bring a grant back whose request is not kept any more.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>Adds a request, or says why not.</summary>
    /// <param name="decide">The request, or the outcome that refuses it; from those that there are.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    internal Task<RequestOutcome> AddAsync(Func<StoredRequests, RequestOutcome> decide, PortalUser by, CancellationToken cancellationToken) =>
        ChangeAsync(decide, asked => RequestEvents.Asked(asked, by), cancellationToken);

    /// <summary>Changes one request, if it is still as whoever changes it saw it.</summary>
    /// <param name="id">Which.</param>
    /// <param name="version">As it was seen; null: however it is.</param>
    /// <param name="decide">What it shall be, or the outcome that refuses it.</param>
    /// <param name="what">What the audit log says of it.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    internal async Task<RequestOutcome> ChangeAsync(
        string id, int? version, Func<AskedAccess, RequestOutcome> decide, Func<AskedAccess, AuditEvent> what, CancellationToken cancellationToken)
    {
        var outcome = await ChangeAsync(
            now => now.Find(id) switch
            {
                null => RequestOutcome.Refused("There is no such request any more."),
                { } asked when version is { } seen && asked.Version != seen => RequestOutcome.Refused(Meanwhile(asked)),
                { } asked => Next(asked, decide(asked)),
            },
            what, cancellationToken);
        if (outcome.Done is { IsOpen: false, Given: not null })
        {
            await RemoveRulesAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>Puts the rule of a grant in force.</summary>
    /// <returns>Null, or why it could not be, as a sentence; the request waits for an answer again, then.</returns>
    internal async Task<string?> EnforceAsync(AskedAccess granted, AccessRule rule, PortalUser by, AuditEvent written)
    {
        try
        {
            await rules.ChangeAsync(now => [.. now.Plain.Where(other => other.Id != rule.Id), rule], by.Name, CancellationToken.None);
            return null;
        }
        catch (RuleException e)
        {
            await ChangeAsync(
                granted.Id, granted.Version,
                asked => new RequestOutcome { Done = asked with { State = AskState.Pending, AnsweredBy = null, SettledAt = null, Given = null } },
                _ => RequestEvents.Undone(written, e.Message), CancellationToken.None);
            return e.Message;
        }
    }

    /// <summary>Removes the rules of grants that are over. What cannot be removed now, the <see cref="RequestKeeper"/> tries again; its end holds in any case.</summary>
    internal async Task RemoveRulesAsync(CancellationToken cancellationToken)
    {
        if (!rules.Stored.Rules.Any(rule => IsOver(rule.Rule)))
        {
            return;
        }

        try
        {
            await rules.ChangeAsync(now => [.. now.Plain.Where(rule => !IsOver(rule))], Portal, cancellationToken);
        }
        catch (RuleException e)
        {
            Log.NotRemoved(logger, e);
        }
    }

    /// <summary>Of somebody who was slower, by name.</summary>
    internal static string Meanwhile(AskedAccess asked) => asked.State switch
    {
        AskState.Granted => $"{asked.AnsweredBy} has granted it meanwhile.",
        AskState.Denied => $"{asked.AnsweredBy} has denied it meanwhile.",
        AskState.Withdrawn => $"{asked.AskerName} has withdrawn it meanwhile.",
        AskState.Pending => "It was changed meanwhile. Look again.",
        _ => $"It is closed: {asked.Answer}",
    };

    private static RequestOutcome Next(AskedAccess asked, RequestOutcome outcome) =>
        outcome.Done is { } changed ? outcome with { Done = changed with { Version = asked.Version + 1 } } : outcome;

    private async Task<RequestOutcome> ChangeAsync(Func<StoredRequests, RequestOutcome> decide, Func<AskedAccess, AuditEvent> what, CancellationToken cancellationToken)
    {
        var outcome = new RequestOutcome();
        AuditEvent? written = null;
        try
        {
            await book.ChangeAsync(
                async (now, token) =>
                {
                    outcome = decide(now);
                    if (outcome.Done is not { } done || now.Find(done.Id) == done)
                    {
                        return [];
                    }

                    if (written is null)
                    {
                        var announced = what(done);
                        await audit.WriteAsync(announced, token);
                        written = announced;
                    }

                    return [done];
                },
                cancellationToken);
        }
        catch (RequestException e) when (written is not null)
        {
            await audit.WriteAsync(RequestEvents.Undone(written, e.Message), CancellationToken.None);
            throw;
        }

        if (written is not null && outcome.Done is null)
        {
            // Another node was faster between the two writes.
            await audit.WriteAsync(RequestEvents.Undone(written, outcome.Refusal ?? "refused"), CancellationToken.None);
        }

        return outcome;
    }

    // One whose request this node does not know, or knows as waiting, may be a grant that another node has just made.
    private bool IsOver(AccessRule rule) => rule.Granted is not null && rule.Id.StartsWith(GrantPlanner.RulePrefix, StringComparison.Ordinal)
        && (book.Now.Find(rule.Id[GrantPlanner.RulePrefix.Length..]) is { } asked ? !asked.IsOpen : rule.When.Until + Forgotten < time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The rules of grants that are over could not be removed yet; they hold no longer.")]
        public static partial void NotRemoved(ILogger logger, Exception exception);
    }
}
