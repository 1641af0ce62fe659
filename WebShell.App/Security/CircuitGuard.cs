using Microsoft.AspNetCore.SignalR;
using WebShell.App.Account;

namespace WebShell.App.Security;

/// <summary>
/// Stands before the hub that circuits speak to: a circuit starts for a signed-in user under an address of the portal and
/// within the limits, and only the user who started it comes back to it. The framework asks for none of that.
/// </summary>
internal sealed partial class CircuitGuard(CircuitBook book, PublicOrigins origins, SignIns signIns, EdgeMetrics metrics, ILogger<CircuitGuard> logger) : IHubFilter
{
    // The names of the framework's hub methods (ComponentHub); CircuitGuardTests fails when they change.
    private const string Start = "StartCircuit";
    private const string Connect = "ConnectCircuit";
    private const string Resume = "ResumeCircuit";

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next) =>
        invocation.HubMethodName switch
        {
            Start => StartAsync(invocation, next),
            Connect or Resume => ComeBackAsync(invocation, next),
            _ => next(invocation),
        };

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        book.WentAway(context.Context.ConnectionId);
        return next(context, exception);
    }

    private async ValueTask<object?> StartAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var accountId = SignedIn(invocation) ?? throw Refused("not-signed-in", "Sign in again.");
        if (invocation.HubMethodArguments is not [string baseAddress, string address, ..] || !origins.IsBaseOf(baseAddress) || !origins.IsBaseOf(address))
        {
            throw Refused("foreign-address", "This portal is not reached under that address.");
        }

        var connection = invocation.Context.GetHttpContext();
        var entry = book.TryEnter(accountId, invocation.Context.ConnectionId, connection?.Request.Query, connection?.Connection.RemoteIpAddress) ?? throw Refused("too-many-circuits", "Too many pages of this portal are open. Close some and reload.");
        CircuitEntry.Starting = entry;
        try
        {
            var result = await next(invocation);
            if (result is string secret)
            {
                book.Started(entry, secret);
            }

            return result;
        }
        finally
        {
            // A circuit that was never made does not end either.
            if (!entry.IsWatched)
            {
                book.Remove(entry);
            }
        }
    }

    private async ValueTask<object?> ComeBackAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocation.HubMethodArguments is [string secret, ..] && SignedIn(invocation) is { } accountId && book.IsOwner(accountId, secret))
        {
            var result = await next(invocation);
            if (result is not (null or false))
            {
                book.CameBack(secret, invocation.Context.ConnectionId);
            }

            return result;
        }

        // The same answer as for a circuit that does not exist.
        Log.NotComeBack(logger);
        metrics.Refused("foreign-circuit");
        return invocation.HubMethodName == Connect ? false : null;
    }

    private string? SignedIn(HubInvocationContext invocation) =>
        PortalClaims.Ticket(invocation.Context.User) is { } ticket && signIns.IsGood(ticket.SignInId) ? ticket.AccountId : null;

    private HubException Refused(string reason, string sentence)
    {
        metrics.Refused(reason);
        Log.NotStarted(logger, reason);
        return new HubException(sentence);
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Warning, "Refused to start a circuit: {Reason}")]
        public static partial void NotStarted(ILogger logger, string reason);

        [LoggerMessage(1003, LogLevel.Information, "A page wanted to come back to a circuit that is not its user's, or gone")]
        public static partial void NotComeBack(ILogger logger);
    }
}
