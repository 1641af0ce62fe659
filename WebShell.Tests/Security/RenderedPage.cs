using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.App;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

/// <summary>What a circuit of the running portal shows to somebody at an address: its router, its policy, its pages, without a browser.</summary>
internal static class RenderedPage
{
    public static async Task<string> OfAsync(EdgePortal portal, Core.Accounts.Account account, string path)
    {
        await using var scope = portal.ScopeAs(account);
        ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize(portal.Origin + "/", portal.Origin + path);
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, portal.Services.GetRequiredService<ILoggerFactory>());
        try
        {
            return await Within.Seconds(renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Routes>()).ToHtmlString()));
        }
        catch (NavigationException e)
        {
            return $"to {e.Location}";
        }
    }
}
