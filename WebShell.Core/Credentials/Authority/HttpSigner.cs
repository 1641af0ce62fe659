using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>Orders a certificate over HTTP, within a deadline, and says in words what went wrong. Answers are short, or not read.</summary>
internal abstract class HttpSigner(HttpClient http, IOptions<CertificateAuthorityOptions> options, string name) : ICertificateSigner
{
    private const int MaxAnswerBytes = 64 * 1024;

    protected CertificateAuthorityOptions Options => options.Value;

    public async Task<string> SignAsync(CertificateOrder order, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Options.Timeout);
        try
        {
            using var request = await RequestAsync(order, deadline.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, deadline.Token);
            return response.IsSuccessStatusCode
                ? Read(await response.Content.ReadFromJsonAsync<JsonElement>(deadline.Token), order)
                : throw Refused(response, await response.Content.ReadAsStringAsync(deadline.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CertificateSigningException($"{name} did not answer within {Options.Timeout.TotalSeconds:0.#} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new CertificateSigningException($"{name} cannot be reached at {Options.Address}, or its answer cannot be used.", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CertificateSigningException($"{name} answered with something that is not a certificate.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new CertificateSigningException($"The portal's own key or token for {name} cannot be read.", e);
        }
    }

    protected abstract Task<HttpRequestMessage> RequestAsync(CertificateOrder order, CancellationToken cancellationToken);

    /// <summary>The certificate's line from a good answer.</summary>
    protected abstract string Read(JsonElement answer, CertificateOrder order);

    protected Uri At(string path) => new($"{Options.Address!.AbsoluteUri.TrimEnd('/')}/{path}");

    // What it says goes to the log, with the inner exception, not to the user: it may name keys and roles.
    private CertificateSigningException Refused(HttpResponseMessage response, string body) => new(
        $"{name} refused to sign ({(int)response.StatusCode} {response.StatusCode}).",
        new InvalidOperationException(string.Concat(body.Where(c => !char.IsControl(c)).Take(500))));
}
