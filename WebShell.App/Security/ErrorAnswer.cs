using Microsoft.AspNetCore.Diagnostics;

namespace WebShell.App.Security;

/// <summary>What a stranger sees of a fault: a sentence and an id. The log has the fault under the same id.</summary>
internal static partial class ErrorAnswer
{
    public static Task WriteAsync(HttpContext context)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorAnswer).FullName!);
        Log.Failed(logger, context.TraceIdentifier, context.Features.Get<IExceptionHandlerFeature>()?.Error);
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"The portal could not answer that. Tell an administrator this id: {context.TraceIdentifier}");
    }

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Error, "Request {Id} failed")]
        public static partial void Failed(ILogger logger, string id, Exception? exception);
    }
}
