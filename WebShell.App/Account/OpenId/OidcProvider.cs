using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace WebShell.App.Account.OpenId;

/// <summary>
/// Talks to the configured OpenID provider: what it says of itself, its keys, and the exchange of a code. Each answer has a bound in size
/// and time, redirects are not followed, and nothing goes or comes by plain http. Thread-safe singleton.
/// </summary>
internal sealed partial class OidcProvider : IDocumentRetriever, IDisposable
{
    /// <summary>Far more than a configuration, the keys or an answer with tokens have.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>What the provider says of itself is asked again after this long, or when a key is not known.</summary>
    private static readonly TimeSpan ConfigurationLife = TimeSpan.FromHours(12);

    private readonly OidcOptions _options;
    private readonly IHostEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _asking = new(1);
    private volatile Known? _known;

    public OidcProvider(IOptions<OidcOptions> options, IHostEnvironment environment, TimeProvider time)
    {
        (_options, _environment, _time) = (options.Value, environment, time);
        // Not from the factory: that one's client writes addresses into the log.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = _options.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>What the provider says of itself.</summary>
    /// <exception cref="OidcException">It does not answer, or wrongly.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellationToken) =>
        _known is { } known && _time.GetElapsedTime(known.Since) < ConfigurationLife ? known.Configuration : await AskAsync(_known, cancellationToken);

    /// <summary>The same, newer than one that was not enough; another caller's newer one will do.</summary>
    /// <exception cref="OidcException">It does not answer, or wrongly.</exception>
    public Task<OpenIdConnectConfiguration> ReadNewerAsync(OpenIdConnectConfiguration than, CancellationToken cancellationToken) =>
        _known is { } known && known.Configuration != than ? Task.FromResult(known.Configuration) : AskAsync(_known, cancellationToken);

    /// <summary>How old what is known of the provider is; null: nothing is.</summary>
    public TimeSpan? Age => _known is { } known ? _time.GetElapsedTime(known.Since) : null;

    /// <summary>Takes a code to the provider and brings back the tokens (RFC 6749, section 4.1.3, with RFC 7636).</summary>
    /// <exception cref="OidcException">It does not answer, or not with tokens.</exception>
    public async Task<OpenIdConnectMessage> RedeemAsync(string code, string verifier, string returnAddress, CancellationToken cancellationToken)
    {
        var configuration = await ReadAsync(cancellationToken);
        Dictionary<string, string> fields = new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = returnAddress,
            ["code_verifier"] = verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        Authenticate(request, fields, configuration);
        request.Content = new FormUrlEncodedContent(fields);
        var (status, text) = await SendAsync(request, "token endpoint", cancellationToken);
        var answer = Parsed(text);
        return (status, answer) switch
        {
            (HttpStatusCode.OK, { IdToken.Length: > 0 }) => answer,
            (HttpStatusCode.OK, null) => throw new OidcException("token endpoint: no JSON", OidcFault.BadAnswer),
            _ => throw new OidcException(
                $"token endpoint: {(answer?.Error is { } error && ErrorCode().IsMatch(error) ? error : $"status {(int)status}")}",
                status >= HttpStatusCode.InternalServerError ? OidcFault.NoAnswer : OidcFault.BadAnswer),
        };
    }

    public void Dispose()
    {
        _http.Dispose();
        _asking.Dispose();
    }

    async Task<string> IDocumentRetriever.GetDocumentAsync(string address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (status, text) = await SendAsync(request, "configuration", cancel);
        return status == HttpStatusCode.OK ? text : throw new OidcException($"configuration: status {(int)status}", OidcFault.NoAnswer);
    }

    private async Task<OpenIdConnectConfiguration> AskAsync(Known? seen, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } meanwhile && meanwhile != seen)
            {
                return meanwhile.Configuration;
            }

            var authority = _options.Authority!.TrimEnd('/');
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync($"{authority}/.well-known/openid-configuration", this, cancellationToken);
            if (configuration.Issuer?.TrimEnd('/') != authority)
            {
                throw new OidcException("configuration: another issuer", OidcFault.BadAnswer);
            }

            _ = Safe(configuration.AuthorizationEndpoint, "authorization endpoint");
            _ = Safe(configuration.TokenEndpoint, "token endpoint");
            _known = new Known(configuration, _time.GetTimestamp());
            return configuration;
        }
        catch (Exception e) when (e is not (OidcException or OperationCanceledException or OutOfMemoryException))
        {
            // Foreign text: whatever the library throws at it.
            throw new OidcException("configuration: cannot be read", OidcFault.BadAnswer, e);
        }
        finally
        {
            _asking.Release();
        }
    }

    // RFC 6749, section 2.3.1; in the header unless the provider takes it in the form only.
    private void Authenticate(HttpRequestMessage request, Dictionary<string, string> fields, OpenIdConnectConfiguration configuration)
    {
        string? secret;
        try
        {
            secret = _options.ReadSecret();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OidcException("the client's secret cannot be read", OidcFault.NoAnswer, e);
        }

        var methods = configuration.TokenEndpointAuthMethodsSupported;
        if (secret is null || (methods.Count > 0 && !methods.Contains("client_secret_basic")))
        {
            fields["client_id"] = _options.ClientId!;
            if (secret is not null)
            {
                fields["client_secret"] = secret;
            }
        }
        else
        {
            var pair = $"{Uri.EscapeDataString(_options.ClientId!)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        request.RequestUri = Safe(request.RequestUri?.OriginalString, what);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = e switch
            {
                HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "too much",
                OperationCanceledException => "too slow",
                _ => "no answer",
            };
            throw new OidcException($"{what}: {why}", OidcFault.NoAnswer, e);
        }
    }

    private static OpenIdConnectMessage? Parsed(string text)
    {
        try
        {
            return new OpenIdConnectMessage(text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Foreign text: whatever the library throws at it.
            return null;
        }
    }

    private Uri Safe(string? address, string what) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && OidcOptionsRules.IsSafe(uri, _environment)
            ? uri
            : throw new OidcException($"{what}: no https address", OidcFault.BadAnswer);

    // RFC 6749, section 5.2: what it is called is from a short list; anything else is not repeated.
    [GeneratedRegex(@"\A[a-z_]{1,40}\z")]
    private static partial Regex ErrorCode();

    private sealed record Known(OpenIdConnectConfiguration Configuration, long Since);
}
