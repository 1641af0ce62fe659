using WebShell.Core.Access;
using WebShell.Core.Access.Rules;

namespace WebShell.Core.Editing;

/// <summary>The access rules for the current user (scoped): rights are asked for every call.</summary>
public sealed class RuleEditor(RuleBook book, RuleWriter writer, AccessPolicy policy, ICurrentUser currentUser)
{
    /// <summary>The rules changed; from any thread.</summary>
    public event Action? Changed
    {
        add => book.Changed += value;
        remove => book.Changed -= value;
    }

    public async ValueTask<bool> MayEditAsync(CancellationToken cancellationToken) => May(await currentUser.GetAsync(cancellationToken)).IsAllowed;

    /// <summary>All rules as they are kept; null: the user may not see them.</summary>
    public async ValueTask<StoredRules?> ReadAsync(CancellationToken cancellationToken) => await MayEditAsync(cancellationToken) ? book.Stored : null;

    /// <inheritdoc cref="RuleWriter.SaveAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<RuleOutcome> SaveAsync(StoredRule? basis, AccessRule rule, string why, CancellationToken cancellationToken) =>
        await writer.SaveAsync(basis, rule, why, await RequireAsync(cancellationToken), cancellationToken);

    /// <inheritdoc cref="RuleWriter.RemoveAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<RuleOutcome> RemoveAsync(StoredRule basis, string why, CancellationToken cancellationToken) =>
        await writer.RemoveAsync(basis, why, await RequireAsync(cancellationToken), cancellationToken);

    /// <inheritdoc cref="RuleWriter.ApplyAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<RuleOutcome> ApplyAsync(long edition, IReadOnlyList<AccessRule> rules, string why, CancellationToken cancellationToken) =>
        await writer.ApplyAsync(edition, rules, why, await RequireAsync(cancellationToken), cancellationToken);

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = May(user);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }

    private AccessDecision May(PortalUser? user) => policy.Decide(user, PortalAction.ManageRules);
}
