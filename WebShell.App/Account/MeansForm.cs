using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>
/// A form by which somebody changes how they themselves sign in: who they are, the form's token, the limit of tries. What is wrong is shown on
/// its page. A wrong password or code counts as a try; everything else that is refused does not.
/// </summary>
internal sealed class MeansForm(SignInAttempts attempts, Doorway doorway)
{
    /// <summary>The page, with what was wrong with the last form, or null.</summary>
    public delegate IResult Page(HttpContext context, PortalUser user, string? problem, int status);

    /// <summary>What the form asks for. Proves the password itself, with <see cref="SignInDesk.ProvePasswordAsync"/> or while it changes it.</summary>
    /// <exception cref="AccountException">It is not done; the message says why.</exception>
    public delegate Task<IResult> Act(HttpContext context, PortalUser user, Func<string, string> form);

    public static async Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser, Page page) =>
        await currentUser.GetAsync(context.RequestAborted) is { } user ? page(context, user, problem: null, StatusCodes.Status200OK) : Results.Unauthorized();

    public async Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser, Page page, Act act)
    {
        if (await currentUser.GetAsync(context.RequestAborted) is not { } user)
        {
            return Results.Unauthorized();
        }

        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return page(context, user, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest);
        }

        if (!attempts.TryOne(user.From, user.Name))
        {
            await doorway.RefuseAsync(context, user.Name, "too many tries", isLimited: true);
            return page(context, user, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        try
        {
            var answer = await act(context, user, form);
            attempts.WasRight(user.From, user.Name);
            return answer;
        }
        catch (WrongPasswordException e)
        {
            await doorway.RefuseAsync(context, user.Name, "wrong current password");
            return page(context, user, e.Message, StatusCodes.Status401Unauthorized);
        }
        catch (WrongCodeException e)
        {
            return page(context, user, e.Message, StatusCodes.Status400BadRequest);
        }
        catch (AccountException e)
        {
            attempts.WasRight(user.From, user.Name);
            return page(context, user, e.Message, StatusCodes.Status400BadRequest);
        }
    }
}
