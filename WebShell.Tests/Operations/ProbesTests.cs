using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Operations;
using WebShell.Core.Inventory;
using WebShell.Tests.Security;
using WebShell.Tests.Support;

namespace WebShell.Tests.Operations;

public sealed class ProbesTests
{
    [Fact]
    public async Task Probes_AnswerEverybody()
    {
        await using var portal = await EdgePortal.StartAsync();
        await Within.Seconds(portal.Services.GetRequiredService<VmInventory>().RefreshAsync(default));

        using var live = await portal.GetAsync("/health/live");
        using var ready = await portal.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, ready.StatusCode));
    }

    [Fact]
    public async Task Ready_WhileTheInventoryIsBeingRead_SaysNo()
    {
        var source = new SlowSource();
        await using var portal = await EdgePortal.StartAsync(builder => builder.Services.AddSingleton<IInventorySource>(source));

        using var before = await portal.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
    }

    [Fact]
    public async Task Metrics_CountWithoutNames()
    {
        await using var portal = await EdgePortal.StartAsync();
        using var wrong = await portal.GetAsync("/signin?token=wrong");
        await portal.SignInAsync();
        using var foreign = await portal.SendAsync(HttpMethod.Post, "/signout", origin: "https://evil.example");

        using var response = await portal.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("# TYPE webshell_sign_ins_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("webshell_sign_ins_total{result=\"ok\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("webshell_sign_ins_total{result=\"refused\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("webshell_guard_refusals_total{reason=\"foreign-origin\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("webshell_sessions{state=\"connected\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", text, StringComparison.Ordinal);
    }

    private sealed class SlowSource : IInventorySource
    {
        public string Name => "slow";

        public async ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }
}
