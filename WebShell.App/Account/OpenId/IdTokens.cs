using System.IdentityModel.Tokens.Jwt;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.OpenId;

/// <summary>
/// Checks ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): signature by a key that the provider publishes, with a public-key
/// algorithm, issuer, audience, times, nonce; and reads of them who it is. An unknown key makes it look once for new ones.
/// </summary>
internal sealed class IdTokens(OidcProvider provider, IOptions<OidcOptions> options)
{
    private const int MaxGroups = 1_000;
    private const int MaxTokenId = 256;
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan SeldomLook = TimeSpan.FromMinutes(1);
    private const int MaxTokenCharacters = 64 * 1024;

    // None that a published key could be taken for the secret of.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly OpenIdConnectProtocolValidator Protocol = new() { RequireNonce = true, RequireTimeStampInNonce = false, RequireStateValidation = false };

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenCharacters };

    /// <summary>Who it is that the provider signed in.</summary>
    /// <param name="answer">Of the token endpoint.</param>
    /// <param name="nonce">Which the token must have.</param>
    /// <param name="cancellationToken">Gives up waiting for the provider.</param>
    /// <exception cref="OidcException">The token is not one for us, now.</exception>
    public async Task<Vouched> CheckAsync(OpenIdConnectMessage answer, string nonce, CancellationToken cancellationToken)
    {
        var token = await ValidAsync(answer.IdToken, cancellationToken);
        try
        {
            Protocol.ValidateTokenResponse(new OpenIdConnectProtocolValidationContext
            {
                ClientId = options.Value.ClientId,
                Nonce = nonce,
                ProtocolMessage = answer,
                ValidatedIdToken = new JwtSecurityToken(answer.IdToken),
            });
            return Read(token);
        }
        catch (Exception e) when (e is not (OidcException or OutOfMemoryException))
        {
            // Foreign text: whatever the library throws at it.
            throw Refused(e);
        }
    }

    /// <summary>Whom the provider signed out, and the id of its word (OpenID Connect Back-Channel Logout 1.0, section 2.6).</summary>
    /// <param name="text">The logout token. Anybody may send one, so an unknown key makes it look for new ones seldom.</param>
    /// <param name="cancellationToken">Gives up waiting for the provider.</param>
    /// <exception cref="OidcException">The token is not one for us, now.</exception>
    public async Task<(ExternalIdentity Person, string Id)> CheckLogoutAsync(string text, CancellationToken cancellationToken)
    {
        var token = await ValidAsync(text, cancellationToken, isFromAnybody: true);
        var isLogout = token.TryGetPayloadValue<JsonElement>("events", out var events) && events.ValueKind == JsonValueKind.Object && events.TryGetProperty(LogoutEvent, out _);
        if (!isLogout || token.TryGetClaim("nonce", out _) || token.Subject is not { Length: > 0 and <= ExternalIdentity.MaxSubject } subject || token.Id is not { Length: > 0 and <= MaxTokenId } id)
        {
            throw new OidcException("logout token: not right", OidcFault.BadAnswer);
        }

        return (new ExternalIdentity(token.Issuer, subject), id);
    }

    // A token of the provider to us that counts now; what it is for is the caller's to look at.
    private async Task<JsonWebToken> ValidAsync(string text, CancellationToken cancellationToken, bool isFromAnybody = false)
    {
        var configuration = await provider.ReadAsync(cancellationToken);
        var result = await _handler.ValidateTokenAsync(text, Parameters(configuration));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException && (!isFromAnybody || provider.Age > SeldomLook))
        {
            // The provider may have another key by now.
            configuration = await provider.ReadNewerAsync(configuration, cancellationToken);
            result = await _handler.ValidateTokenAsync(text, Parameters(configuration));
        }

        return result is { IsValid: true, SecurityToken: JsonWebToken token } ? token : throw Refused(result.Exception);
    }

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration configuration) => new()
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = options.Value.ClientId,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = options.Value.ClockSkew,
    };

    private Vouched Read(JsonWebToken token)
    {
        if (token.Subject is not { Length: > 0 and <= ExternalIdentity.MaxSubject } subject || subject.Any(c => c is < ' ' or > '~'))
        {
            throw new OidcException("id token: subject", OidcFault.BadAnswer);
        }

        return new Vouched(AccountOrigin.Oidc, new ExternalIdentity(token.Issuer, subject), "company sign-in")
        {
            Name = NameOf(Text(token, options.Value.NameClaim)),
            DisplayName = Text(token, "name"),
            Email = Text(token, "email"),
            Groups = [.. token.Claims.Where(claim => claim.Type == options.Value.GroupsClaim).Select(claim => claim.Value).Distinct().Take(MaxGroups)],
        };
    }

    private string? NameOf(string? said) => (options.Value.NameSuffix, said) switch
    {
        (_, null) => null,
        (null or "", _) => said.ToLowerInvariant(),
        ({ } suffix, _) when said.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) => said[..^suffix.Length].ToLowerInvariant(),
        _ => null,
    };

    private static string? Text(JsonWebToken token, string claim) => token.Claims.FirstOrDefault(found => found.Type == claim)?.Value;

    private static OidcException Refused(Exception? e) => new(
        "id token: " + e switch
        {
            SecurityTokenExpiredException or SecurityTokenNoExpirationException => "expired",
            SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException => "times",
            SecurityTokenInvalidAudienceException => "audience",
            SecurityTokenInvalidIssuerException => "issuer",
            SecurityTokenInvalidAlgorithmException => "algorithm",
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "signature",
            OpenIdConnectProtocolInvalidNonceException => "nonce",
            _ => "not right",
        },
        OidcFault.BadAnswer,
        e);
}
