using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace WebShell.Tests.Account.OpenId;

/// <summary>
/// The smallest OpenID provider that is right (OpenID Connect Core and Discovery 1.0, RFC 7636, RP-Initiated Logout 1.0), on loopback and
/// for one client; and each fault on demand.
/// </summary>
internal sealed class SmallProvider : IAsyncDisposable
{
    public const string ClientId = "webshell";
    public const string Secret = "canary-4712-of-the-client";

    /// <summary>What a page must never show: it is in every text of the provider.</summary>
    public const string Foreign = "<b>foreign-4713</b>";

    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string ReturnAddress, ProviderPerson Person)> _codes = new();
    private readonly WebApplication _app;
    private RsaSecurityKey _key = NewKey();

    public SmallProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", (Delegate)ConfigurationAsync);
        _app.MapGet("/keys", Keys);
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", (Delegate)TokenAsync);
        _app.MapPost("/logout", (Delegate)EndSessionAsync);
    }

    public string Issuer => _app.Urls.Single();

    public ProviderFault Fault { get; set; }

    /// <summary>Who sits before the provider's page.</summary>
    public ProviderPerson Person { get; set; } = new("s-1", "ana");

    /// <summary>Whether it shows a page first, as providers do.</summary>
    public bool ShowsPage { get; set; }

    /// <summary>How long its ID tokens count.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromMinutes(5);

    public int KeysAsked { get; private set; }

    /// <summary>Everything secret that it gave away or was given.</summary>
    public ConcurrentQueue<string> Secrets { get; } = new();

    /// <summary>What browsers sent it to end sessions with.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Ended { get; } = new();

    public async Task<SmallProvider> StartAsync()
    {
        await _app.StartAsync();
        return this;
    }

    /// <summary>Signs with another key from now on.</summary>
    public void Rotate() => _key = NewKey();

    /// <summary>Its word that somebody signed out there.</summary>
    /// <param name="subject">Who.</param>
    /// <param name="alter">What is wrong with it.</param>
    public string LogoutToken(string subject, Action<Dictionary<string, object>>? alter = null)
    {
        var now = DateTimeOffset.UtcNow;
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(2).ToUnixTimeSeconds(),
            ["jti"] = Random(),
            ["sub"] = subject,
            ["sid"] = "session-1",
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } },
        };
        alter?.Invoke(claims);
        return Signed(claims);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private async Task<IResult> ConfigurationAsync(HttpContext context)
    {
        if (Fault == ProviderFault.Slow)
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted);
        }

        return Configuration();
    }

    private IResult Configuration() => Fault switch
    {
        ProviderFault.Down => Results.StatusCode(503),
        ProviderFault.NoJson => Results.Text(Foreign),
        ProviderFault.Huge => Results.Text(new string('x', 1024 * 1024)),
        _ => Results.Json(new
        {
            issuer = Fault == ProviderFault.OtherIssuer ? "https://evil.example" : Issuer,
            authorization_endpoint = Issuer + "/authorize",
            token_endpoint = Fault == ProviderFault.PlainEndpoint ? "http://login.example.com/token" : Issuer + "/token",
            end_session_endpoint = Issuer + "/logout",
            jwks_uri = Issuer + "/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }),
    };

    private IResult Keys()
    {
        KeysAsked++;
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(false)) { KeyId = _key.KeyId });
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = key.Kid, n = key.N, e = key.E } } });
    }

    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        string address = query["redirect_uri"]!, state = query["state"]!;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"] is not [{ Length: 43 } challenge]
            || !query["scope"].ToString().Split(' ').Contains("openid") || !new Uri(address).IsLoopback || new Uri(address).AbsolutePath != "/signin/oidc/callback")
        {
            return Results.BadRequest();
        }

        if (Fault == ProviderFault.Declines)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(address, new Dictionary<string, string?> { ["error"] = "access_denied", ["error_description"] = Foreign, ["state"] = state }));
        }

        var code = Random();
        Secrets.Enqueue(code);
        _codes[code] = (challenge, query["nonce"]!, address, Person);
        var back = QueryHelpers.AddQueryString(address, new Dictionary<string, string?> { ["code"] = code, ["state"] = state, ["iss"] = Fault == ProviderFault.OtherAnswerIssuer ? "https://evil.example" : Issuer });
        return ShowsPage
            ? Results.Content($"<!doctype html><title>Provider</title><a href=\"{WebUtility.HtmlEncode(back)}\">Continue as {Person.Name}</a>", "text/html")
            : Results.Redirect(back);
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Secrets.Enqueue(form["code_verifier"].ToString());
        switch (Fault)
        {
            case ProviderFault.TokenDown:
                return Results.StatusCode(503);
            case ProviderFault.TokenHuge:
                return Results.Text(new string('x', 1024 * 1024));
            case ProviderFault.TokenNoJson:
                return Results.Text(Foreign);
            case ProviderFault.TokenRedirects:
                return Results.Redirect("https://evil.example/");
        }

        var expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Uri.EscapeDataString(Secret)}"));
        if (context.Request.Headers.Authorization != expected)
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        }

        // A code is good once, for who has the verifier.
        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"]!, out var code) || code.ReturnAddress != form["redirect_uri"]
            || code.Challenge != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!))) || Fault == ProviderFault.CodeExpired)
        {
            return Results.Json(new { error = "invalid_grant", error_description = Foreign }, statusCode: 400);
        }

        var (access, idToken) = (Random(), IdToken(code.Person, code.Nonce));
        Secrets.Enqueue(access);
        Secrets.Enqueue(idToken);
        return Fault == ProviderFault.NoIdToken
            ? Results.Json(new { access_token = access, token_type = "Bearer" })
            : Results.Json(new { access_token = access, token_type = "Bearer", expires_in = 300, id_token = idToken });
    }

    private async Task<IResult> EndSessionAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString());
        Ended.Enqueue(form);
        return form["post_logout_redirect_uri"] is { } address && new Uri(address).IsLoopback ? Results.Redirect(address) : Results.BadRequest();
    }

    private string IdToken(ProviderPerson person, string nonce)
    {
        var now = DateTime.UtcNow;
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Fault == ProviderFault.TokenIssuer ? "https://evil.example" : Issuer,
            ["aud"] = Fault == ProviderFault.Audience ? "another" : ClientId,
            ["iat"] = new DateTimeOffset(now.AddMinutes(-10)).ToUnixTimeSeconds(),
            ["exp"] = new DateTimeOffset(now + TokenLife).ToUnixTimeSeconds(),
            ["nonce"] = Fault == ProviderFault.Nonce ? Random() : nonce,
            ["preferred_username"] = person.Name,
            ["name"] = person.DisplayName,
            ["email"] = $"{person.Name}@example.com",
            ["groups"] = person.Groups,
        };
        if (Fault != ProviderFault.NoSubject)
        {
            claims["sub"] = person.Subject;
        }

        if (Fault == ProviderFault.NotYet)
        {
            claims["nbf"] = new DateTimeOffset(now.AddMinutes(4)).ToUnixTimeSeconds();
        }

        if (Fault == ProviderFault.AccessTokenHash)
        {
            claims["at_hash"] = Random();
        }

        if (Fault == ProviderFault.AlgorithmNone)
        {
            return $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(System.Text.Json.JsonSerializer.Serialize(claims))}.";
        }

        return Signed(claims);
    }

    private string Signed(Dictionary<string, object> claims)
    {
        var header = System.Text.Json.JsonSerializer.Serialize(new { alg = Fault == ProviderFault.PublicKeyAsSecret ? "HS256" : "RS256", kid = _key.KeyId, typ = "JWT" });
        var signed = $"{Encode(header)}.{Encode(System.Text.Json.JsonSerializer.Serialize(claims))}";
        return $"{signed}.{WebEncoders.Base64UrlEncode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private byte[] Sign(byte[] text) => Fault switch
    {
        ProviderFault.PublicKeyAsSecret => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem()), text),
        ProviderFault.OtherKey => NewKey().Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => _key.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    private static string Encode(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
}

/// <summary>Somebody at the provider.</summary>
internal sealed record ProviderPerson(string Subject, string Name, params string[] Groups)
{
    public string DisplayName { get; init; } = "Ana Berg";
}
