using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.Core.Accounts;
using WebShell.Core.Credentials;

namespace WebShell.App.Account;

/// <summary>What is said at the door while the database or the audit cannot be written: nobody comes in, and nothing changes.</summary>
internal sealed partial class DoorFaults(ILogger<DoorFaults> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is AccountException or IOException or SecretUnreadableException && !context.HttpContext.Response.HasStarted && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Log.NotWritten(logger, e);
            return new RazorComponentResult<SignInPage>(new { Form = DoorForm.For(context.HttpContext), Problem = SignInEndpoint.NotNow }) { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1103, LogLevel.Error, "Nobody can sign in: it cannot be written down")]
        public static partial void NotWritten(ILogger logger, Exception e);
    }
}
