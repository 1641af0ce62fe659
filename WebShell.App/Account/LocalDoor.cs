using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace WebShell.App.Account;

/// <summary>Keeps the ways in that need nobody else (password, code, passkey) closed where the portal is set to leave signing in to others.</summary>
internal sealed class LocalDoor(IOptions<SignInOptions> options, Doorway doorway) : IEndpointFilter
{
    public const string Closed = "Signing in with a password or a passkey is switched off here.";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Value.Local)
        {
            return await next(context);
        }

        await doorway.RefuseAsync(context.HttpContext, "", "local sign-in is switched off");
        return new RazorComponentResult<SignInPage>(new { Form = DoorForm.For(context.HttpContext), Problem = Closed }) { StatusCode = StatusCodes.Status403Forbidden };
    }
}
