using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Sessions;

/// <summary>
/// Ends shells whose owners may no longer have them, and the watching of who may no longer watch: as soon as rules, people or machines change, and every two seconds for what only the
/// clock changes. Nothing that is typed afterwards reaches the machine.
/// </summary>
internal sealed partial class AccessGuard(
    SessionRegistry registry, VmInventory inventory, RuleBook rules, IPeople people, AccessPolicy policy, OnlookerRights onlookers, TimeProvider time, ILogger<AccessGuard> logger) : BackgroundService
{
    /// <summary>How late the end of an hour, and a shell that was opened at the very moment of a change, may be noticed.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // One that waits is enough: whoever looks next sees everything.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        rules.Changed += Tell;
        people.Changed += Tell;
        inventory.Changed += Tell;
        using var timer = time.CreateTimer(_ => Tell(), null, LookInterval, LookInterval);
        try
        {
            while (true)
            {
                await _news.Reader.ReadAsync(stoppingToken);
                Look();
            }
        }
        finally
        {
            rules.Changed -= Tell;
            people.Changed -= Tell;
            inventory.Changed -= Tell;
        }
    }

    private void Look()
    {
        foreach (var session in registry.All.Where(session => session.State != SessionState.Ended))
        {
            try
            {
                if (Verdict(session) is var (reason, sentence))
                {
                    Log.Ending(logger, session.Id, session.OwnerId, session.VmName, session.Login, sentence);

                    // It has ended when this returns; that its shell closes nobody here waits for.
                    _ = session.EndAsync(reason, sentence);
                }

                onlookers.Judge(session);
            }
            catch (Exception e)
            {
                // One that cannot be judged must not save the others.
                Log.NotJudged(logger, session.Id, e);
            }
        }
    }

    private (SessionEndReason Reason, string Sentence)? Verdict(TerminalSession session)
    {
        if (people.Find(session.OwnerId) is not { } owner)
        {
            return (SessionEndReason.AccountDisabled, "This account may no longer be used.");
        }

        if (owner.Era != session.OwnerEra)
        {
            return (SessionEndReason.SignedOut, "Your sign-ins were ended, and your shells with them: you signed out elsewhere, or an administrator did it.");
        }

        if (inventory.Find(session.VmSlug) is not { } vm)
        {
            return inventory.IsLoaded ? (SessionEndReason.MachineRemoved, "The machine was removed from the inventory.") : null;
        }

        var decision = policy.Decide(owner with { From = session.From }, AccessAction.OpenShell, vm, session.Login);
        return decision.IsAllowed ? null
            : (SessionEndReason.AccessRevoked, decision == AccessDecision.Unknown ? "You may no longer use this machine." : $"You may no longer use this shell. {decision.Explanation}");
    }

    private void Tell() => _news.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Session {SessionId} of {OwnerId} on {VmName} as {Login} is ended: {Sentence}")]
        public static partial void Ending(ILogger logger, string sessionId, string ownerId, string vmName, string login, string sentence);

        [LoggerMessage(2, LogLevel.Error, "Whether session {SessionId} may go on could not be said; it goes on.")]
        public static partial void NotJudged(ILogger logger, string sessionId, Exception exception);
    }
}
