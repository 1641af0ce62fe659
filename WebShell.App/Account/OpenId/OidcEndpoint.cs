using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.OpenId;

/// <summary><c>/signin/oidc</c> leads to the OpenID provider, <c>/signin/oidc/callback</c> back: authorization code with PKCE (RFC 7636). Whatever goes wrong is one of a few sentences of the portal's own.</summary>
internal sealed partial class OidcEndpoint(
    OidcProvider provider, OidcJourneys journeys, IdTokens tokens, OidcFarewell farewell, VouchedAccounts accounts, SignInAttempts attempts, Doorway doorway, SignInPages pages,
    PublicOrigins origins, IOptions<OidcOptions> options, ILogger<OidcEndpoint> logger)
{
    public const string NoAnswer = "The company sign-in does not answer just now. Try again in a moment.";
    public const string BadAnswer = "The company sign-in gave an answer that cannot be accepted. Try again; if it stays so, tell an administrator.";
    public const string Declined = "The company sign-in did not sign you in. Try again.";
    public const string Stale = "That was begun in another browser or too long ago, or it is used up. Try again.";

    private const int MaxCode = 4_096;

    /// <summary>Leads to the provider.</summary>
    public async Task<IResult> LeaveAsync(HttpContext context)
    {
        var next = AccountPaths.LocalOrHome(context.Request.Query[AccountPaths.ReturnParameter]);
        if (!options.Value.IsConfigured)
        {
            return Results.NotFound();
        }

        if (context.User.Identity is { IsAuthenticated: true })
        {
            return Results.LocalRedirect(next);
        }

        try
        {
            var configuration = await provider.ReadAsync(context.RequestAborted);
            var journey = journeys.Begin(context, next);
            return Results.Redirect(QueryHelpers.AddQueryString(configuration.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = options.Value.ClientId,
                ["redirect_uri"] = ReturnAddress(context),
                ["scope"] = string.Join(' ', options.Value.Scopes is { Count: > 0 } scopes ? scopes.Prepend("openid").Distinct() : ["openid", "profile", "email"]),
                ["state"] = journey.State,
                ["nonce"] = journey.Nonce,
                ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(journey.Verifier))),
                ["code_challenge_method"] = "S256",
            }));
        }
        catch (OidcException e)
        {
            return await RefuseAsync(context, e, next);
        }
    }

    /// <summary>Takes who comes back from the provider.</summary>
    public async Task<IResult> ReturnAsync(HttpContext context)
    {
        if (!options.Value.IsConfigured)
        {
            return Results.NotFound();
        }

        var from = context.Connection.RemoteIpAddress;
        if (!attempts.TryOne(from, name: null))
        {
            await doorway.RefuseAsync(context, "", "too many tries", isLimited: true);
            return pages.Show(context, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests, "/");
        }

        var next = "/";
        try
        {
            var journey = journeys.End(context, One(context, "state") ?? "") ?? throw new OidcException("company sign-in: state", OidcFault.Stale);
            next = journey.Return;
            var (person, idToken) = await ProvenAsync(context, journey);
            var account = await accounts.FindOrMakeAsync(person, options.Value, from, context.RequestAborted);
            attempts.WasRight(from, name: null);
            var ticket = await doorway.EnterAsync(context, account, "company sign-in");
            farewell.Remember(context, ticket, idToken);
            return Results.LocalRedirect(next);
        }
        catch (OidcException e)
        {
            return await RefuseAsync(context, e, next);
        }
        catch (NotAdmittedException e)
        {
            await doorway.RefuseAsync(context, e.Name ?? "", $"company sign-in: {e.Reason}");
            return pages.Show(context, e.Message, StatusCodes.Status403Forbidden, next);
        }
    }

    private async Task<(Vouched Person, string IdToken)> ProvenAsync(HttpContext context, OidcJourney journey)
    {
        var configuration = await provider.ReadAsync(context.RequestAborted);
        // RFC 9207: an answer that says whose it is must be this provider's.
        if (context.Request.Query["iss"] is { Count: > 0 } issuer && issuer != configuration.Issuer)
        {
            throw new OidcException("company sign-in: another issuer", OidcFault.BadAnswer);
        }

        if (One(context, OpenIdConnectParameterNames.Error) is not null || One(context, OpenIdConnectParameterNames.Code) is not { Length: > 0 and <= MaxCode } code)
        {
            throw new OidcException("company sign-in: declined", OidcFault.Declined);
        }

        var answer = await provider.RedeemAsync(code, journey.Verifier, ReturnAddress(context), context.RequestAborted);
        return (await tokens.CheckAsync(answer, journey.Nonce, context.RequestAborted), answer.IdToken);
    }

    private async Task<IResult> RefuseAsync(HttpContext context, OidcException e, string next)
    {
        // Without the exception: a library's words about a token may have parts of it.
        Log.Failed(logger, e.Reason, e.InnerException?.GetType().Name);
        await doorway.RefuseAsync(context, "", e.Reason);
        return e.Kind switch
        {
            OidcFault.NoAnswer => pages.Show(context, NoAnswer, StatusCodes.Status502BadGateway, next),
            OidcFault.Declined => pages.Show(context, Declined, StatusCodes.Status401Unauthorized, next),
            OidcFault.Stale => pages.Show(context, Stale, StatusCodes.Status400BadRequest, next),
            _ => pages.Show(context, BadAnswer, StatusCodes.Status401Unauthorized, next),
        };
    }

    private string ReturnAddress(HttpContext context) => new Uri(origins.Of(context.Request.Host), AccountPaths.OidcCallback).ToString();

    private static string? One(HttpContext context, string name) => context.Request.Query[name] is [{ } value] ? value : null;

    private static partial class Log
    {
        [LoggerMessage(1110, LogLevel.Warning, "Signing in by the OpenID provider failed: {Reason} ({Fault})")]
        public static partial void Failed(ILogger logger, string reason, string? fault);
    }
}
