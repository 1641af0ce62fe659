using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.App.Admin.Auditing;

/// <summary>The audit log for who may read it (scoped). Rights are asked for every call; that it was taken away as a file is an event itself.</summary>
public sealed class AuditBook(
    IAuditSearch search, AuditVerifier verifier, IAuditLog audit, AccessPolicy policy, ICurrentUser currentUser, TimeProvider time)
{
    /// <summary>The last look at the whole chain since the portal started.</summary>
    public AuditVerdict? LastVerdict => verifier.Last;

    public async ValueTask<bool> MayUseAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.SeeAudit).IsAllowed;

    /// <summary>All that match.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task<AuditListing> FindAsync(string text, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        var listing = new AuditListing(search, AuditQuery.Parse(text, time.GetUtcNow()));
        await Task.Run(() => listing.FindAsync(cancellationToken), cancellationToken);
        return listing;
    }

    /// <inheritdoc cref="AuditListing.FollowAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not, or no longer.</exception>
    public async Task<bool> FollowAsync(AuditListing listing, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await listing.FollowAsync(cancellationToken);
    }

    /// <inheritdoc cref="AuditListing.RowsAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not, or no longer.</exception>
    public async Task<IReadOnlyList<AuditRow>> RowsAsync(AuditListing listing, int start, int count, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await listing.RowsAsync(start, count, cancellationToken);
    }

    /// <summary>What names an event as its cause.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AuditRow>> FollowingAsync(AuditRow row, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await search.FollowingAsync(row, cancellationToken);
    }

    /// <summary>Looks at the whole chain; a break is an event of its own.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="IOException">The database does not answer, or the break cannot be written.</exception>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var verdict = await Task.Run(() => verifier.VerifyAsync(progress: null, cancellationToken), cancellationToken);
        if (verdict.Findings is [var first, ..])
        {
            await audit.WriteAsync(
                new AuditEvent(AuditKind.AuditBroken, user.Id, user.Name, $"event {first.Number}", new Dictionary<string, string> { ["why"] = first.Why }) { From = user.From, Outcome = AuditOutcome.Failed },
                cancellationToken);
        }

        return verdict;
    }

    /// <summary>All that match, the oldest first; null for who may not have them.</summary>
    /// <exception cref="IOException">That it is taken away cannot be written, so it is not.</exception>
    public async ValueTask<IAsyncEnumerable<AuditRow>?> ExportAsync(string text, CancellationToken cancellationToken)
    {
        if (!await MayUseAsync(cancellationToken))
        {
            return null;
        }

        var user = await RequireAsync(cancellationToken);
        await audit.WriteAsync(
            new AuditEvent(AuditKind.AuditExported, user.Id, user.Name, "audit", new Dictionary<string, string> { ["query"] = text.Length == 0 ? "everything" : text }) { From = user.From }, cancellationToken);
        return search.ReadAllAsync(AuditQuery.Parse(text, time.GetUtcNow()), cancellationToken);
    }

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.SeeAudit);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }
}
