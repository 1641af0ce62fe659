using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>A shell over nothing but a WebSocket: <c>/bench/raw?vm=NAME&amp;columns=C&amp;rows=R</c>. The least that any browser terminal must do.</summary>
internal static class RawShellEndpoint
{
    public static RequestDelegate Create(IEndpointRouteBuilder endpoints) =>
        endpoints.CreateApplicationBuilder().UseWebSockets().Use(_ => ServeAsync).Build();

    private static async Task ServeAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var query = context.Request.Query;
        var vm = services.GetRequiredService<VmInventory>().Find(query["vm"].ToString());
        if (vm is null || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var size = new TerminalSize(int.Parse(query["columns"].ToString()), int.Parse(query["rows"].ToString()));
        var request = new ShellRequest
        {
            VmName = vm.Name,
            Host = vm.Address,
            Port = vm.Port,
            Login = vm.Logins[0],
            Credential = vm.Credential,
            AllowLoopback = vm.AllowLoopback,
            Size = size,
        };
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var shell = await services.GetRequiredService<IShellConnector>()
            .OpenAsync(request, new AutomaticDialogue(), context.RequestAborted);
        await new RawShellPump(shell, socket).RunAsync(context.RequestAborted);
    }
}
