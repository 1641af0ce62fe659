using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary><c>/account/authenticator</c>: sets up an authenticator app as the second factor, makes recovery codes anew, or removes both. Asks for the password, so that a page left open is not enough.</summary>
internal sealed class AuthenticatorEndpoint(
    AccountBook book, SignInDesk desk, SignInAttempts attempts, Doorway doorway, IAuditLog audit, IDataProtectionProvider protection, PublicOrigins origins)
{
    private static readonly TimeSpan SetupLife = TimeSpan.FromMinutes(10);

    public async Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser) =>
        await currentUser.GetAsync(context.RequestAborted) is { } user ? Page(context, user, problem: null, StatusCodes.Status200OK) : Results.Unauthorized();

    public async Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser)
    {
        if (await currentUser.GetAsync(context.RequestAborted) is not { } user)
        {
            return Results.Unauthorized();
        }

        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return Page(context, user, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest);
        }

        if (!attempts.TryOne(user.From, user.Name))
        {
            await doorway.RefuseAsync(context, user.Name, "too many tries", isLimited: true);
            return Page(context, user, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        if (book.Now.MeansOf(user.Id).HasPassword && !await desk.IsPasswordAsync(user.Id, form("current"), context.RequestAborted))
        {
            await doorway.RefuseAsync(context, user.Name, "wrong current password");
            return Page(context, user, new WrongPasswordException().Message, StatusCodes.Status401Unauthorized);
        }

        try
        {
            var answer = await ActAsync(context, user, form);
            attempts.WasRight(user.From, user.Name);
            return answer;
        }
        catch (AccountException e)
        {
            // A wrong code counts as a try.
            return Page(context, user, e.Message, StatusCodes.Status400BadRequest);
        }
    }

    private async Task<IResult> ActAsync(HttpContext context, PortalUser user, Func<string, string> form)
    {
        switch (form("act"))
        {
            case "add" when Open(user, form("sealed")) is { } key:
                return Codes(await desk.AddCodeAsync(user.Id, key, form("code"), () => WriteAsync(user, AuditKind.SecondFactorAdded), context.RequestAborted));
            case "codes" when book.Now.MeansOf(user.Id).HasCode:
                return Codes(await desk.MakeRecoveryCodesAsync(user.Id, () => WriteAsync(user, AuditKind.RecoveryCodesMade), context.RequestAborted));
            case "remove":
                await desk.RemoveCodeAsync(user.Id, () => WriteAsync(user, AuditKind.SecondFactorRemoved), context.RequestAborted);
                return Results.LocalRedirect(AccountPaths.Account);
            default:
                return Page(context, user, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest);
        }
    }

    private RazorComponentResult<AuthenticatorPage> Page(HttpContext context, PortalUser user, string? problem, int status)
    {
        var means = book.Now.MeansOf(user.Id);
        return new RazorComponentResult<AuthenticatorPage>(new
        {
            Form = DoorForm.For(context),
            Problem = problem,
            Setup = means.HasCode ? null : NewSetup(user),
            means.HasPassword,
            CodesLeft = means.RecoveryCodes.Length,
        })
        { StatusCode = status };
    }

    private static RazorComponentResult<RecoveryCodesPage> Codes(string[] codes) => new(new { Codes = codes });

    private AuthenticatorSetup NewSetup(PortalUser user)
    {
        var key = RandomNumberGenerator.GetBytes(AuthenticatorCode.KeyBytes);
        var picture = QrPicture.Of(AuthenticatorCode.Address(key, user.Name, $"WebShell {origins.First.Host}"));
        var text = string.Join(' ', AuthenticatorCode.Text(key).Chunk(4).Select(part => new string(part)));
        return new AuthenticatorSetup(text, picture, WebEncoders.Base64UrlEncode(Sealer(user).Protect(key, SetupLife)));
    }

    private byte[]? Open(PortalUser user, string text)
    {
        try
        {
            return Sealer(user).Unprotect(WebEncoders.Base64UrlDecode(text));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Sealer(PortalUser user) => protection.CreateProtector("WebShell.Authenticator", user.Id).ToTimeLimitedDataProtector();

    private ValueTask WriteAsync(PortalUser user, AuditKind kind) => audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, user.Name) { From = user.From }, CancellationToken.None);
}
