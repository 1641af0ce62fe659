namespace WebShell.Core.Access.Rules;

/// <summary>Where the access rules are kept. Each change of them makes a new edition, which is what several nodes agree by.</summary>
public interface IRuleTable
{
    /// <summary>All rules, and their edition; 0: nobody has ever written any.</summary>
    /// <exception cref="RuleException">They cannot be read.</exception>
    Task<StoredRules> ReadAsync(CancellationToken cancellationToken);

    /// <exception cref="RuleException">It cannot be read.</exception>
    Task<long> ReadEditionAsync(CancellationToken cancellationToken);

    /// <summary>Writes a change and makes the next edition of it.</summary>
    /// <param name="put">Rules that are new or changed, by their ids.</param>
    /// <param name="removed">The ids of those that go.</param>
    /// <param name="edition">The edition that the change was made to.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    /// <returns>False where there is another edition by now: nothing was written.</returns>
    /// <exception cref="RuleException">They cannot be written; nothing was.</exception>
    Task<bool> WriteAsync(IReadOnlyCollection<StoredRule> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken);
}
