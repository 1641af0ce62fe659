using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;

namespace WebShell.Tests.Security;

public sealed partial class ResponseHeadersTests
{
    [Theory]
    [InlineData("/", 302)]
    [InlineData("/signin", 200)]
    [InlineData("/signin?token=wrong", 401)]
    [InlineData("/no-such-page", 302)]
    [InlineData("/app.css", 200)]
    [InlineData("/lib/xterm.js", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/_blazor", 400)]
    [InlineData("/_blazor/initializers", 401)]
    public async Task EveryResponse_CarriesTheHeaders(string path, int status)
    {
        await using var portal = await EdgePortal.StartAsync();

        using var response = await portal.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        AssertHeaders(response, portal.Origin);
    }

    [Fact]
    public async Task ServerError_CarriesTheHeadersAndNoDetails()
    {
        const string secret = "inner detail 4711";
        await using var portal = await EdgePortal.StartAsync(builder =>
            builder.Services.AddSingleton<SignInAttempts>(_ => throw new InvalidOperationException(secret)));

        using var response = await portal.GetAsync("/signin");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        AssertHeaders(response, portal.Origin);
        Assert.DoesNotContain(secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_InlineScripts_HaveTheNonceOfTheirOwnPolicy()
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();

        using var first = await portal.GetAsync("/", cookie);
        using var second = await portal.GetAsync("/", cookie);

        var page = await first.Content.ReadAsStringAsync();
        var nonce = Nonce(first);
        Assert.NotEqual(nonce, Nonce(second));
        Assert.All(InlineScript().Matches(page), script => Assert.Contains($"nonce=\"{WebUtility.HtmlEncode(nonce)}\"", script.Value.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.NotEmpty(InlineScript().Matches(page));
        AssertHeaders(first, portal.Origin);
    }

    private static void AssertHeaders(HttpResponseMessage response, string origin)
    {
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        string[] parts = policy.Split("; ");
        Assert.Contains("default-src 'none'", parts);
        Assert.Contains("frame-ancestors 'none'", parts);
        Assert.Contains("base-uri 'self'", parts);
        Assert.Contains("form-action 'self'", parts);
        Assert.Contains($"connect-src 'self' {origin.Replace("http", "ws")} {origin.Replace("http", "ws").Replace("127.0.0.1", "localhost")}", parts);
        var scripts = Assert.Single(parts, part => part.StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Contains("camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.CacheControl);
        Assert.False(response.Headers.Contains("Server"));
    }

    private static string Nonce(HttpResponseMessage response) =>
        NonceSource().Match(Assert.Single(response.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;

    [GeneratedRegex("'nonce-([^']{20,})'")]
    private static partial Regex NonceSource();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
