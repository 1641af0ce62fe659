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
    AccountBook book, SignInDesk desk, MeansForm means, IAuditLog audit, IDataProtectionProvider protection, PublicOrigins origins)
{
    private static readonly TimeSpan SetupLife = TimeSpan.FromMinutes(10);

    public Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser) => MeansForm.ShowAsync(context, currentUser, Page);

    public Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser) => means.TakeAsync(context, currentUser, Page, ActAsync);

    private async Task<IResult> ActAsync(HttpContext context, PortalUser user, Func<string, string> form)
    {
        await desk.ProvePasswordAsync(user.Id, form("current"), context.RequestAborted);
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
        var own = book.Now.MeansOf(user.Id);
        return new RazorComponentResult<AuthenticatorPage>(new
        {
            Form = DoorForm.For(context),
            Problem = problem,
            Setup = own.HasCode ? null : NewSetup(user),
            own.HasPassword,
            CodesLeft = own.RecoveryCodes.Length,
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
