using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.Proxy;

/// <summary>POST <c>/signin/proxy</c>: signs in whom a trusted proxy names in its header, when they say so; signing out would otherwise last for no time.</summary>
internal sealed class ProxyEndpoint(ProxyHeader header, VouchedAccounts accounts, SignInAttempts attempts, Doorway doorway, SignInPages pages, IOptions<ProxySignInOptions> options)
{
    public const string Nobody = "The proxy before this portal did not say who you are, so nobody was signed in.";

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (!options.Value.IsConfigured)
        {
            return Results.NotFound();
        }

        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return pages.Show(context, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest, "/");
        }

        var (next, from) = (AccountPaths.LocalOrHome(form("return")), context.Connection.RemoteIpAddress);
        if (!attempts.TryOne(from, name: null))
        {
            await doorway.RefuseAsync(context, "", "too many tries", isLimited: true);
            return pages.Show(context, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests, next);
        }

        if (header.Of(context) is not { } person)
        {
            await doorway.RefuseAsync(context, "", "proxy: no name");
            return pages.Show(context, Nobody, StatusCodes.Status403Forbidden, next);
        }

        try
        {
            var account = await accounts.FindOrMakeAsync(person, options.Value, from, context.RequestAborted);
            attempts.WasRight(from, name: null);
            await doorway.EnterAsync(context, account, "proxy");
            return Results.LocalRedirect(next);
        }
        catch (NotAdmittedException e)
        {
            await doorway.RefuseAsync(context, e.Name ?? "", $"proxy: {e.Reason}");
            return pages.Show(context, e.Message, StatusCodes.Status403Forbidden, next);
        }
    }
}
