using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.Core.Accounts;
using WebShell.Tests.Security;

namespace WebShell.Tests.Account;

/// <summary>Setting up the second factor, by raw requests against the running portal.</summary>
public sealed class AuthenticatorTests : IAsyncLifetime
{
    private const string Words = "otter kayak violet seven";

    private EdgePortal _portal = null!;
    private string _cookie = "";

    private SignInMeans Means => _portal.Services.GetRequiredService<AccountBook>().Now.MeansOf("ana");

    [Fact]
    public async Task SetUp_WithPasswordAndARightCode_ShowsRecoveryCodesOnce()
    {
        var (sealedKey, key) = await SetupAsync();

        using var wrongCode = await PostAsync(new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = "no", ["current"] = Words });
        using var wrongPassword = await PostAsync(new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = CodeOf(key), ["current"] = "no" });
        using var tampered = await PostAsync(new() { ["act"] = "add", ["sealed"] = sealedKey + "AAAA", ["code"] = CodeOf(key), ["current"] = Words });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest), (wrongCode.StatusCode, wrongPassword.StatusCode, tampered.StatusCode));
        Assert.False(Means.HasCode);

        using var done = await PostAsync(new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = CodeOf(key), ["current"] = Words });
        var codes = Regex.Matches(await done.Content.ReadAsStringAsync(), "<li>([a-z2-9-]{19})</li>");
        Assert.Equal(RecoveryCodes.Count, codes.Count);
        Assert.True(Means.HasCode);
        Assert.True(await _portal.Services.GetRequiredService<SignInDesk>().TakeRecoveryCodeAsync("ana", codes[0].Groups[1].Value, default));
    }

    [Fact]
    public async Task KeyOfAnotherAccount_IsNotTaken()
    {
        var (sealedKey, key) = await SetupAsync();
        var bob = _portal.TicketOf(await _portal.AccountAsync("bob"));

        using var answer = await _portal.PostAsync("/account/authenticator", new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = CodeOf(key) }, bob, account: "bob");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(_portal.Services.GetRequiredService<AccountBook>().Now.MeansOf("bob").HasCode);
    }

    [Fact]
    public async Task Remove_NeedsThePassword()
    {
        var (sealedKey, key) = await SetupAsync();
        using var done = await PostAsync(new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = CodeOf(key), ["current"] = Words });

        using var without = await PostAsync(new() { ["act"] = "remove" });
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.True(Means.HasCode);

        using var with = await PostAsync(new() { ["act"] = "remove", ["current"] = Words });
        Assert.Equal(HttpStatusCode.Redirect, with.StatusCode);
        Assert.False(Means.HasCode);
        Assert.Empty(Means.RecoveryCodes.ToArray());
    }

    [Fact]
    public async Task Form_WithoutItsToken_ChangesNothing()
    {
        using var answer = await _portal.SendAsync(HttpMethod.Post, "/account/authenticator", _cookie, _portal.Origin, request =>
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["act"] = "remove", ["current"] = Words }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public void Picture_IsTheTextsQrCode()
    {
        var picture = QrPicture.Of("otpauth://totp/x:y?secret=ABC");

        Assert.InRange(picture.Size, 29, 60);
        Assert.StartsWith("M4 4h1v1h-1z", picture.Path, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync();
        var ana = await _portal.AccountAsync("ana");
        var hash = await _portal.Services.GetRequiredService<Passwords>().HashAsync(Words, default);
        await _portal.Services.GetRequiredService<AccountBook>().ChangeAsync(_ => ValueTask.FromResult<AccountChange?>(AccountChange.Of(ana.Id, new SignInMeans { PasswordHash = hash })), default);
        _cookie = _portal.TicketOf(ana);
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private async Task<(string Sealed, byte[] Key)> SetupAsync()
    {
        using var page = await _portal.GetAsync("/account/authenticator", _cookie);
        var text = await page.Content.ReadAsStringAsync();
        var shown = Regex.Match(text, "aria-label=\"Key\">([A-Z2-7 ]+)<").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("<svg", text, StringComparison.Ordinal);
        return (Regex.Match(text, "name=\"sealed\" value=\"([^\"]+)\"").Groups[1].Value, FromBase32(shown));
    }

    private Task<HttpResponseMessage> PostAsync(Dictionary<string, string> fields) => _portal.PostAsync("/account/authenticator", fields, _cookie, account: "ana");

    private static string CodeOf(byte[] key) => AuthenticatorCode.At(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30, key);

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
