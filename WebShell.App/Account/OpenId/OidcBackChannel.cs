using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.OpenId;

/// <summary>
/// POST <c>/signin/oidc/backchannel</c>: the provider itself says that somebody signed out or was shut out there, and all their sign-ins here
/// end (OpenID Connect Back-Channel Logout 1.0). It comes without a browser: the signed token is all that counts, once.
/// </summary>
internal sealed partial class OidcBackChannel(
    IdTokens tokens, VouchedAccounts accounts, SignInAttempts attempts, IOptions<OidcOptions> options, IOptions<SignInOptions> signIn, TimeProvider time, ILogger<OidcBackChannel> logger)
{
    /// <summary>Longer than any logout token counts; the specification wants two minutes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<string, long> _taken = new();

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress;
        if (!options.Value.IsConfigured || !context.Request.HasFormContentType)
        {
            return Results.NotFound();
        }

        if (!attempts.TryOne(from, name: null))
        {
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var (person, id) = await tokens.CheckLogoutAsync(form["logout_token"] is [{ Length: > 0 } token] ? token : "", context.RequestAborted);
            if (!TryTake(id))
            {
                throw new OidcException("logout token: used", OidcFault.Stale);
            }

            attempts.WasRight(from, name: null);
            await accounts.EndSignInsAsync(person, "company sign-in", signIn.Value.SignOutEndsShells, from, CancellationToken.None);
            return Results.Ok();
        }
        catch (OidcException e)
        {
            Log.Refused(logger, e.Reason);
            return Results.BadRequest();
        }
    }

    private bool TryTake(string id)
    {
        foreach (var (old, at) in _taken)
        {
            if (time.GetElapsedTime(at) > Kept)
            {
                _taken.TryRemove(old, out _);
            }
        }

        return _taken.Count < MaxKept && _taken.TryAdd(id, time.GetTimestamp());
    }

    private static partial class Log
    {
        [LoggerMessage(1111, LogLevel.Warning, "A word of the OpenID provider that somebody signed out was not taken: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
