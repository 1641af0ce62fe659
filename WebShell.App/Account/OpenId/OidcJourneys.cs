using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.App.Security;

namespace WebShell.App.Account.OpenId;

/// <summary>
/// Keeps each way to the provider in a cookie of the browser that began it, sealed, for ten minutes, and ends it when that browser comes
/// back: another browser has nothing to come back with, and nobody comes back twice. Thread-safe singleton.
/// </summary>
internal sealed class OidcJourneys(IDataProtectionProvider protection, PublicOrigins origins, IHostEnvironment environment, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Tabs of one browser that are under way at once; one more, and the others are forgotten.</summary>
    private const int MaxAtOnce = 5;

    private const int StateBytes = 16;
    private const int VerifierBytes = 32;

    private readonly ITimeLimitedDataProtector _sealer = protection.CreateProtector("WebShell.OpenId.Journey").ToTimeLimitedDataProtector();

    // Those that came back; each is kept as long as its cookie could come again, and tries are limited.
    private readonly ConcurrentDictionary<string, long> _ended = new();

    private string Prefix => origins.IsPlain(environment) ? "WebShell-oidc-" : "__Host-WebShell-oidc-";

    private bool IsSecure => !origins.IsPlain(environment);

    public OidcJourney Begin(HttpContext context, string next)
    {
        var journey = new OidcJourney(Random(StateBytes), Random(StateBytes), Random(VerifierBytes), next);
        var others = context.Request.Cookies.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        foreach (var other in others.Length >= MaxAtOnce ? others : [])
        {
            context.Response.Cookies.Delete(other, Flags());
        }

        var text = string.Join('\n', journey.State, journey.Nonce, journey.Verifier, journey.Return);
        context.Response.Cookies.Append(Prefix + journey.State, _sealer.Protect(text, Life), Flags(Life));
        return journey;
    }

    /// <summary>Ends the way of that state; null: this browser is not on it, or not any more.</summary>
    public OidcJourney? End(HttpContext context, string state)
    {
        if (state.Length > StateBytes * 2 || !state.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || context.Request.Cookies[Prefix + state] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(Prefix + state, Flags());
        try
        {
            ForgetTheOld();
            return _sealer.Unprotect(text).Split('\n') is [var sent, var nonce, var verifier, var next] && sent == state && _ended.TryAdd(state, time.GetTimestamp())
                ? new OidcJourney(sent, nonce, verifier, AccountPaths.LocalOrHome(next))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private CookieOptions Flags(TimeSpan? life = null) => new() { HttpOnly = true, Secure = IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life };

    private void ForgetTheOld()
    {
        foreach (var (state, at) in _ended)
        {
            if (time.GetElapsedTime(at) > Life * 2)
            {
                _ended.TryRemove(state, out _);
            }
        }
    }

    private static string Random(int bytes) => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(bytes));
}
