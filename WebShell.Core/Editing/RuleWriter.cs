using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;

namespace WebShell.Core.Editing;

/// <summary>
/// Changes the access rules for somebody who may (<see cref="RuleEditor"/>, the console): each change is in the audit log before it is made,
/// with its reason, and who changes what somebody else changed meanwhile is told instead of winning.
/// </summary>
public sealed class RuleWriter(RuleBook book, IAuditLog audit)
{
    public const int MaxReasonCharacters = 500;

    private const int MaxIdCharacters = 64;

    /// <summary>Adds a rule, or changes one.</summary>
    /// <param name="basis">The rule as it was when the person began; null: a new one, whose id is made of its name.</param>
    /// <param name="rule">As it shall be.</param>
    /// <param name="why">The reason; may be empty.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="RuleException">It cannot be written; the message is for the user.</exception>
    public Task<RuleOutcome> SaveAsync(StoredRule? basis, AccessRule rule, string why, PortalUser by, CancellationToken cancellationToken) => ChangeAsync(
        (now, refuse) =>
        {
            var current = basis is null ? null : now.Find(basis.Id);
            if (basis is not null && current?.Version != basis.Version)
            {
                refuse(new RuleOutcome { Conflict = Conflict(basis, current) });
                return null;
            }

            var wanted = rule with { Id = current?.Id ?? FreeId(rule.Name, now) };
            IReadOnlyList<FieldMistake> mistakes = [.. RuleValidation.Check(wanted), .. Taken(wanted, now), .. Reason(why)];
            if (mistakes.Count > 0)
            {
                refuse(new RuleOutcome { Mistakes = mistakes });
                return null;
            }

            return [.. now.Plain.Where(other => other.Id != wanted.Id), wanted];
        },
        why, by, isFile: false, cancellationToken);

    /// <summary>Removes a rule.</summary>
    /// <inheritdoc cref="SaveAsync"/>
    public Task<RuleOutcome> RemoveAsync(StoredRule basis, string why, PortalUser by, CancellationToken cancellationToken) => ChangeAsync(
        (now, refuse) =>
        {
            var current = now.Find(basis.Id);
            if (current?.Version != basis.Version || Reason(why).Length > 0)
            {
                refuse(current?.Version != basis.Version ? new RuleOutcome { Conflict = Conflict(basis, current) } : new RuleOutcome { Mistakes = Reason(why) });
                return null;
            }

            return [.. now.Plain.Where(other => other.Id != basis.Id)];
        },
        why, by, isFile: false, cancellationToken);

    /// <summary>Makes the rules those of a file, which may be none.</summary>
    /// <param name="edition">The edition that the file was compared with; null: whatever there is.</param>
    /// <param name="rules">All rules as they shall be.</param>
    /// <param name="why">The reason; may be empty.</param>
    /// <param name="by">Who applies it.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="RuleException">They cannot be written; the message is for the user.</exception>
    public Task<RuleOutcome> ApplyAsync(long? edition, IReadOnlyList<AccessRule> rules, string why, PortalUser by, CancellationToken cancellationToken) => ChangeAsync(
        (now, refuse) =>
        {
            if (edition is { } basis && basis != now.Edition)
            {
                refuse(new RuleOutcome { Conflict = new RuleConflict(null, "The rules were changed since the file was compared with them. Compare again.") });
                return null;
            }

            IReadOnlyList<FieldMistake> mistakes = [.. RuleValidation.CheckAll(rules).Select(mistake => new FieldMistake("rules", mistake)), .. Reason(why)];
            if (mistakes.Count > 0)
            {
                refuse(new RuleOutcome { Mistakes = mistakes });
                return null;
            }

            return rules;
        },
        why, by, isFile: true, cancellationToken);

    private async Task<RuleOutcome> ChangeAsync(
        Func<StoredRules, Action<RuleOutcome>, IReadOnlyList<AccessRule>?> decide, string why, PortalUser by, bool isFile, CancellationToken cancellationToken)
    {
        var outcome = new RuleOutcome();
        await book.ChangeAsync(
            async (now, token) =>
            {
                outcome = new RuleOutcome { IsSaved = true };
                if (decide(now, refused => outcome = refused) is not { } wanted)
                {
                    return now.Plain;
                }

                var change = RuleDiff.Of(now.Plain, wanted);
                if (!change.IsEmpty)
                {
                    await audit.WriteAsync(EventOf(change, why, by, isFile), token);
                }

                return wanted;
            },
            by.Name, cancellationToken);
        return outcome;
    }

    private static AuditEvent EventOf(RuleDiff change, string why, PortalUser by, bool isFile)
    {
        var details = new Dictionary<string, string>();
        if (why.Length > 0)
        {
            details["why"] = why;
        }

        var (kind, on) = (isFile, change) switch
        {
            (true, _) => (AuditKind.RulesApplied, $"{change.Added.Count} added, {change.Changed.Count} changed, {change.Removed.Count} removed"),
            (_, { Added: [var added, ..] }) => (AuditKind.RuleAdded, added.Name),
            (_, { Removed: [var removed, ..] }) => (AuditKind.RuleRemoved, removed.Name),
            _ => (AuditKind.RuleChanged, change.Changed[0].Before.Name),
        };
        foreach (var rule in change.Added)
        {
            details[$"{rule.Id}: added"] = Says(rule);
        }

        foreach (var changed in change.Changed)
        {
            foreach (var field in changed.Fields)
            {
                details[$"{changed.After.Id}: {field.Field}"] = AuditEvent.Change(field.From, field.To);
            }
        }

        foreach (var rule in change.Removed)
        {
            details[$"{rule.Id}: removed"] = Says(rule);
        }

        return new AuditEvent(kind, by.Id, by.Name, on, details) { From = by.From };
    }

    private static string Says(AccessRule rule) => string.Join("; ", RuleText.Fields(rule).Where(field => field.Value.Length > 0).Select(field => $"{field.Key}: {field.Value}"));

    private static RuleConflict Conflict(StoredRule basis, StoredRule? current) => current is null
        ? new RuleConflict(null, "Somebody removed this rule meanwhile.")
        : new RuleConflict(current, $"{current.ChangedBy} changed this rule meanwhile: "
            + string.Join("; ", RuleChange.Of(basis.Rule, current.Rule).Fields.Select(field => $"{field.Field} is “{field.To}”, was “{field.From}”")) + ".");

    private static FieldMistake[] Taken(AccessRule rule, StoredRules now) =>
        now.Rules.Any(other => other.Id != rule.Id && other.Rule.Name.Equals(rule.Name, StringComparison.OrdinalIgnoreCase))
            ? [new FieldMistake("name", $"There is a rule of the name {VmValidation.Quoted(rule.Name)} already.")]
            : [];

    private static FieldMistake[] Reason(string why) =>
        why.Length > MaxReasonCharacters ? [new FieldMistake("why", $"The reason has more than {MaxReasonCharacters} characters.")]
        : why.Any(char.IsControl) ? [new FieldMistake("why", "The reason has characters that cannot be seen.")]
        : [];

    // Small letters, digits and hyphens, which files and the audit go by.
    private static string FreeId(string name, StoredRules now)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        while (plain.Contains("--", StringComparison.Ordinal))
        {
            plain = plain.Replace("--", "-", StringComparison.Ordinal);
        }

        var start = plain.Length == 0 ? "rule" : plain[..Math.Min(plain.Length, MaxIdCharacters - 5)].Trim('-');
        return Enumerable.Range(1, RuleValidation.MaxRules + 1).Select(n => n == 1 ? start : $"{start}-{n}").First(id => now.Find(id) is null);
    }
}
