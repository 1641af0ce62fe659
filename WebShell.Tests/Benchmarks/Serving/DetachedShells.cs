using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>
/// Opens real shells on a real sshd through the portal's own registry and leaves them detached, as a page does that is closed.
/// Each shows its prompt and, if asked for, prints some lines.
/// </summary>
internal static class DetachedShells
{
    private const string Owner = "bench";
    private const int AtOnce = 5;

    private static readonly TimeSpan ShellLimit = TimeSpan.FromSeconds(60);

    /// <summary>Until there are <paramref name="total"/> of them, each with <paramref name="lines"/> lines of output.</summary>
    public static async Task<IResult> OpenAsync(string vm, int total, int lines, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<VmInventory>().Find(vm) is not { } machine)
        {
            return Results.NotFound();
        }

        var registry = services.GetRequiredService<SessionRegistry>();
        var missing = total - registry.OwnedBy(Owner).Count;
        await Parallel.ForAsync(
            0, Math.Max(0, missing), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (_, stopping) => await OpenAsync(registry, machine, lines, stopping));
        return Results.Ok(registry.OwnedBy(Owner).Count(session => session.State == SessionState.Detached));
    }

    private static async ValueTask OpenAsync(SessionRegistry registry, Vm vm, int lines, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(ShellLimit);
        var lease = registry.Open(new SessionOrder { OwnerId = Owner, Dialogue = new AutomaticDialogue(), Request = Request(vm) });
        var chunk = await lease.ReadAsync(0, 4096, limit.Token);
        if (lines > 0)
        {
            await lease.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"seq {lines}; echo end-of-lines | tr a-z A-Z\r"), limit.Token);
            while (!System.Text.Encoding.UTF8.GetString(chunk.Data.Span).Contains("END-OF-LINES", StringComparison.Ordinal))
            {
                chunk = await lease.ReadAsync(chunk.End, 64 * 1024, limit.Token);
                lease.Acknowledge(chunk.End);
            }
        }

        lease.Release();
    }

    private static ShellRequest Request(Vm vm) => new()
    {
        VmName = vm.Name,
        Host = vm.Address,
        Port = vm.Port,
        Login = vm.Logins[0],
        Credential = vm.Credential,
        AllowLoopback = vm.AllowLoopback,
    };
}
