using WebShell.Core.Access.Rules;

namespace WebShell.Tests.Support;

/// <summary>Access rules in memory; several books on one are several nodes.</summary>
internal sealed class MemoryRuleTable : IRuleTable
{
    private readonly Lock _gate = new();
    private StoredRules _stored = StoredRules.None;

    /// <summary>Called before each write, with no lock held.</summary>
    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>Set: nothing can be read or written.</summary>
    public bool IsDown { get; set; }

    public Task<StoredRules> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Answer());

    public Task<long> ReadEditionAsync(CancellationToken cancellationToken) => Task.FromResult(Answer().Edition);

    public Task<bool> WriteAsync(IReadOnlyCollection<StoredRule> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken)
    {
        BeforeWrite();
        lock (_gate)
        {
            if (Answer().Edition != edition)
            {
                return Task.FromResult(false);
            }

            _stored = new StoredRules(edition + 1, [.. _stored.Rules.Where(rule => !removed.Contains(rule.Id) && put.All(other => other.Id != rule.Id)), .. put]);
            return Task.FromResult(true);
        }
    }

    private StoredRules Answer()
    {
        lock (_gate)
        {
            return IsDown ? throw new RuleException("The database is down.") : _stored;
        }
    }
}
