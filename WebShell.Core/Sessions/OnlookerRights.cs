using WebShell.Core.Access;
using WebShell.Core.Inventory;

namespace WebShell.Core.Sessions;

/// <summary>
/// Who may watch whose shell: who may open one there with that login, and watch. Asked when somebody comes, and again and again while they
/// look on (<see cref="AccessGuard"/>), of the person as they are then.
/// </summary>
public sealed class OnlookerRights(VmInventory inventory, IPeople people, AccessPolicy policy, TimeProvider time)
{
    /// <summary>Whether somebody may watch somebody else's session.</summary>
    public bool MayWatch(PortalUser user, TerminalSession session) => Decide(user, session).IsAllowed;

    /// <summary>Ends the watches of those who may not watch any more.</summary>
    internal void Judge(TerminalSession session)
    {
        foreach (var watch in session.Onlookers)
        {
            if (Verdict(watch) is var (reason, sentence))
            {
                watch.Revoke(SessionEnd.Because(reason, time.GetUtcNow()) with { Message = sentence });
            }
        }
    }

    private (SessionEndReason Reason, string Sentence)? Verdict(ShellWatch watch)
    {
        if (people.Find(watch.By.Id) is not { } person)
        {
            return (SessionEndReason.AccountDisabled, "This account may no longer be used.");
        }

        if (person.Era != watch.By.Era)
        {
            return (SessionEndReason.SignedOut, "Your sign-ins were ended, and what you watched with them.");
        }

        var decision = Decide(person with { From = watch.By.From }, watch.Session);
        return decision.IsAllowed ? null
            : (SessionEndReason.AccessRevoked, decision == AccessDecision.Unknown ? "You may no longer use this machine." : $"You may no longer watch this shell. {decision.Explanation}");
    }

    private AccessDecision Decide(PortalUser user, TerminalSession session) => policy.Decide(user, AccessAction.Watch, inventory.Find(session.VmSlug), session.Login);
}
