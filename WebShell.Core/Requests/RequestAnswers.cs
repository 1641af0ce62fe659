using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.Core.Requests;

/// <summary>A request as those who answer see it.</summary>
/// <param name="Asked">What was asked.</param>
/// <param name="Plan">What it would give now; null where there is nothing to answer any more.</param>
/// <param name="IsMine">It is the reader's own: somebody else answers it.</param>
public sealed record RequestLine(AskedAccess Asked, GrantPlan? Plan, bool IsMine);

/// <summary>Answers requests on behalf of the current user (scoped): who may, is asked for every call, and nobody answers their own.</summary>
public sealed class RequestAnswers(
    RequestBook book, RequestWriter writer, GrantPlanner planner, AccessPolicy policy, ICurrentUser currentUser, IOptions<RequestOptions> options, TimeProvider time)
{
    private const int MaxGrantWhy = 200;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Something was asked or answered; from any thread.</summary>
    public event Action? Changed
    {
        add => book.Changed += value;
        remove => book.Changed -= value;
    }

    /// <summary>How many wait for the current user's answer; 0 for somebody who may not answer.</summary>
    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) is { } user && May(user).IsAllowed
            ? book.Now.All.Count(asked => asked.State == AskState.Pending && asked.AskerId != user.Id)
            : 0;

    /// <summary>All that are kept, the newest first; null: the user may not see them.</summary>
    public async ValueTask<IReadOnlyList<RequestLine>?> ReadAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        return user is not null && May(user).IsAllowed
            ? [.. book.Now.All.Select(asked => new RequestLine(asked, asked.State == AskState.Pending ? planner.Of(asked) : null, asked.AskerId == user.Id))]
            : null;
    }

    /// <summary>For how long this may be granted, the longest first: what was asked for and what is shorter.</summary>
    public IReadOnlyList<TimeSpan> Choices(AskedAccess asked) =>
        [.. options.Value.Offered().Append(asked.Wanted).Where(time => time <= asked.Wanted && time <= options.Value.Longest).Distinct().OrderDescending()];

    /// <summary>Grants it: a rule of this person, this machine and this login holds from now on, and ends by itself.</summary>
    /// <param name="id">Which.</param>
    /// <param name="version">The request as it was seen.</param>
    /// <param name="lasts">For how long; not longer than was asked for.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="UnauthorizedAccessException">The user may not answer.</exception>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    public async Task<RequestOutcome> GrantAsync(string id, int version, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        AccessRule? rule = null;
        AuditEvent? written = null;
        var outcome = await writer.ChangeAsync(
            id, version,
            asked =>
            {
                if (Refusal(asked, user) is { } refusal)
                {
                    return RequestOutcome.Refused(refusal);
                }

                if (lasts < Shortest || lasts > asked.Wanted || lasts > options.Value.Longest)
                {
                    return RequestOutcome.Mistaken(new FieldMistake("for", "It can be granted for as long as was asked, or shorter."));
                }

                var plan = planner.Of(asked);
                if (plan.Rule is null)
                {
                    return RequestOutcome.Refused(plan.Problem!);
                }

                var now = Now();
                rule = plan.Rule with
                {
                    When = new RuleTimes { Until = now + lasts },
                    Granted = new RuleGrant(user.Name, $"request {asked.Id}: {RequestText.Cut(asked.Why, MaxGrantWhy)}"),
                };
                return new RequestOutcome
                {
                    Done = asked with
                    {
                        State = AskState.Granted,
                        SettledAt = now,
                        AnsweredBy = user.Name,
                        Given = new GivenAccess(rule.Id, plan.Machine!.Slug, plan.Machine.Name, plan.Login, now + lasts),
                    },
                };
            },
            asked => written = RequestEvents.Granted(asked, user, lasts), cancellationToken);
        return outcome.Done is { } granted && await writer.EnforceAsync(granted, rule!, user, written!) is { } problem ? RequestOutcome.Refused(problem) : outcome;
    }

    /// <summary>Denies it, with a reason that the asker reads.</summary>
    /// <inheritdoc cref="GrantAsync"/>
    public async Task<RequestOutcome> DenyAsync(string id, int version, string why, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        why = OneLine.Clean(why);
        return RequestText.Check(why) is { } mistake
            ? RequestOutcome.Mistaken(why.Length == 0 ? mistake with { Sentence = "Say why: it is what the person reads." } : mistake)
            : await writer.ChangeAsync(
                id, version,
                asked => Refusal(asked, user) is { } refusal
                    ? RequestOutcome.Refused(refusal)
                    : new RequestOutcome { Done = asked with { State = AskState.Denied, SettledAt = Now(), AnsweredBy = user.Name, Answer = why } },
                asked => RequestEvents.Denied(asked, user), cancellationToken);
    }

    /// <summary>Takes back what was granted; the shells that were opened by it end.</summary>
    /// <inheritdoc cref="GrantAsync"/>
    public async Task<RequestOutcome> TakeBackAsync(string id, int version, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        return await writer.ChangeAsync(
            id, version,
            asked => asked.State != AskState.Granted
                ? RequestOutcome.Refused(RequestWriter.Meanwhile(asked))
                : new RequestOutcome { Done = asked with { State = AskState.Ended, SettledAt = Now(), Answer = $"{user.Name} took it back." } },
            asked => RequestEvents.TakenBack(asked, user), cancellationToken);
    }

    private static string? Refusal(AskedAccess asked, PortalUser user) =>
        asked.State != AskState.Pending ? RequestWriter.Meanwhile(asked)
        : asked.AskerId == user.Id ? "Nobody answers their own request."
        : null;

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private AccessDecision May(PortalUser user) => policy.Decide(user, PortalAction.AnswerRequests);

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.AnswerRequests);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }
}
