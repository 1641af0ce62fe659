using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace WebShell.App.Layout;

/// <summary>Keeps an error in one part of the page from taking down the rest: that part says so with an id that is in the log.</summary>
public sealed partial class PageErrorBoundary(ILogger<PageErrorBoundary> logger) : ErrorBoundaryBase
{
    private string _errorId = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        _errorId = $"E-{RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8)}";
        Log.PageFailed(logger, _errorId, exception);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<ErrorPlace>(1);
        builder.AddComponentParameter(2, nameof(ErrorPlace.ErrorId), _errorId);
        builder.AddComponentParameter(3, nameof(ErrorPlace.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{ErrorId}: a part of the page failed.")]
        public static partial void PageFailed(ILogger logger, string errorId, Exception exception);
    }
}
