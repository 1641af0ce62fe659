using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using WebShell.App.Security;

namespace WebShell.App.Account.OpenId;

/// <summary>
/// Signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0). The ID token that it asks for lies sealed in a cookie that
/// the browser sends to the sign-in page only, and goes to the provider in a form: it is in no address and no log. The sign-in page does it,
/// because every page of a sign-in that was ended leads there, the one that ended it too. Thread-safe singleton.
/// </summary>
internal sealed class OidcFarewell(
    OidcProvider provider, SignIns signIns, IOptions<OidcOptions> options, IOptions<SignInOptions> limits, IDataProtectionProvider protection, PublicOrigins origins, IHostEnvironment environment)
{
    /// <summary>A longer one is not kept; the provider then asks the person.</summary>
    private const int MaxToken = 12 * 1024;

    /// <summary>A provider that never sends the browser back does not keep it from the sign-in page for longer.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(20);

    private readonly ITimeLimitedDataProtector _sealer = protection.CreateProtector("WebShell.OpenId.Farewell").ToTimeLimitedDataProtector();
    private readonly ChunkingCookieManager _cookies = new();

    private bool IsPlain => origins.IsPlain(environment);

    private string Cookie => IsPlain ? "WebShell-farewell" : "__Secure-WebShell-farewell";

    /// <summary>Keeps in the browser what signing out of this sign-in needs.</summary>
    public void Remember(HttpContext context, PortalTicket ticket, string idToken)
    {
        var text = $"{ticket.SignInId}\n{(idToken.Length <= MaxToken ? idToken : "")}";
        _cookies.AppendResponseCookie(context, Cookie, _sealer.Protect(text, limits.Value.AbsoluteLimit), Flags(limits.Value.AbsoluteLimit));
    }

    /// <summary>Where to send a browser whose sign-in was ended, and what with; null: the provider did not sign it in, or knows no signing out.</summary>
    public async Task<Farewell?> TakeAsync(HttpContext context)
    {
        if (!options.Value.IsConfigured || _cookies.GetRequestCookie(context, Cookie) is not { } sealedText)
        {
            return null;
        }

        try
        {
            if (_sealer.Unprotect(sealedText).Split('\n') is not [var signInId, var idToken] || !signIns.WasEnded(signInId))
            {
                return null;
            }

            // Not yet deleted: of two pages that lead here at once, the second overtakes the first and must find it too.
            _cookies.AppendResponseCookie(context, Cookie, sealedText, Flags(LastLook));
            return Uri.TryCreate((await provider.ReadAsync(context.RequestAborted)).EndSessionEndpoint, UriKind.Absolute, out var target)
                && OidcOptionsRules.IsSafe(target, environment)
                ? new Farewell(target, Fields(context, idToken))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or OidcException)
        {
            // Signed out here it is in any case.
            return null;
        }
    }

    /// <summary>The browser is back, or does not want to go.</summary>
    public IResult End(HttpContext context)
    {
        _cookies.DeleteCookie(context, Cookie, Flags(life: null));
        return Results.LocalRedirect(AccountPaths.SignIn);
    }

    private Dictionary<string, string> Fields(HttpContext context, string idToken)
    {
        Dictionary<string, string> fields = new()
        {
            ["client_id"] = options.Value.ClientId!,
            ["post_logout_redirect_uri"] = new Uri(origins.Of(context.Request.Host), AccountPaths.OidcFarewell).ToString(),
        };
        if (idToken.Length > 0)
        {
            fields["id_token_hint"] = idToken;
        }

        return fields;
    }

    private CookieOptions Flags(TimeSpan? life) => new() { HttpOnly = true, Secure = !IsPlain, SameSite = SameSiteMode.Lax, Path = AccountPaths.SignIn, MaxAge = life };
}

/// <summary>A form that signs out at the provider.</summary>
/// <param name="Target">Where it goes.</param>
/// <param name="Fields">What it carries; one is a secret.</param>
public sealed record Farewell(Uri Target, IReadOnlyDictionary<string, string> Fields)
{
    // Records show what they hold.
    public override string ToString() => nameof(Farewell);
}
