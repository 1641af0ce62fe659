using System.Diagnostics;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;

namespace WebShell.App.Admin.Rules;

/// <summary>What other rules would do, and against how much it was tried.</summary>
public sealed record RuleImpact(RulePreview Preview, int People, int Machines, TimeSpan Took)
{
    public int EndedShells => Preview.EndedShells.Count;

    /// <summary>"Save", "Save and close 2 shells".</summary>
    public string Button(string act) => EndedShells switch
    {
        0 => act,
        1 => $"{act} and close 1 shell",
        var ended => $"{act} and close {ended} shells",
    };
}

/// <summary>Tries rules on everybody, on all machines and on the shells that are open, before they hold. For those who may change them; asked by their pages.</summary>
public sealed class RuleImpacts(RuleBook book, VmInventory inventory, IPeople people, SessionRegistry sessions, TimeProvider time)
{
    /// <summary>What these rules would change; half a second and more with many people, so away from the page.</summary>
    /// <exception cref="ArgumentException">They have mistakes.</exception>
    public Task<RuleImpact> OfAsync(IReadOnlyCollection<AccessRule> rules, CancellationToken cancellationToken) => Task.Run(() => Of(rules), cancellationToken);

    /// <summary>Whom rules can let anywhere: auditors never connect.</summary>
    public IReadOnlyList<PortalUser> People() => [.. people.All.Where(person => person.Role != PortalRole.Auditor)];

    private RuleImpact Of(IReadOnlyCollection<AccessRule> rules)
    {
        var started = Stopwatch.GetTimestamp();
        var now = time.GetUtcNow();
        var (everybody, machines) = (People(), inventory.All);
        var live = sessions.All.Where(session => session.State != SessionState.Ended).ToArray();
        var from = live.Where(session => session.From is not null).DistinctBy(session => session.OwnerId).ToDictionary(session => session.OwnerId, session => session.From);
        var askers = everybody.ToDictionary(person => person.Id, person => new Asker(AccessPolicy.PersonOf(person), now, from.GetValueOrDefault(person.Id) ?? person.From));
        var preview = RulePreview.Compare(
            book.Now, new RuleSet(rules), [.. askers.Values], machines,
            [.. live.Where(session => askers.ContainsKey(session.OwnerId) && inventory.Find(session.VmSlug) is not null)
                .Select(session => new LiveShell(session.Id, askers[session.OwnerId] with { From = session.From }, inventory.Find(session.VmSlug)!, session.Login))]);
        return new RuleImpact(preview, everybody.Count, machines.Count, Stopwatch.GetElapsedTime(started));
    }
}
