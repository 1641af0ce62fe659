using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Sessions;
using WebShell.App.Workspace;
using WebShell.Core.Shells;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Sessions;

public sealed class DoctorTests
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    [Fact]
    public async Task FailedShell_ShowsItsSteps_WhatTheyMeanAndWhatToDo()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01")).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await FailAsync(portal, area);

        area.WaitForAssertion(() => area.Button("What happened").Click());

        Assert.Equal("Could not reach web-01", area.Find("dialog.doctor h2").TextContent);
        Assert.Equal(["Name", "TCP", "Greeting and key exchange", "Host key", "Sign-in", "Terminal and shell"], area.FindAll(".tl li > span:nth-child(2)").Select(title => title.TextContent.Trim()));
        Assert.Equal(["done", "fail", "off", "off", "off", "off"], area.FindAll(".tl li").Select(step => step.ClassName!.Trim()));
        Assert.Contains("sshd is stopped", area.Find("dialog.doctor .callout").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody has had a shell on it", area.Find("dialog.doctor .callout").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_TriesAgain()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01")).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await FailAsync(portal, area);
        area.WaitForAssertion(() => area.Button("What happened").Click());

        Assert.Single(area.FindAll("dialog.doctor button"), button => Finding.NameOf(button) == "Try again").Click(Mouse);

        Assert.Equal("web-01", (await portal.Bench.Connector.NextAsync()).Request.VmName);
        area.WaitForAssertion(() => Assert.Empty(area.FindAll("dialog.doctor")));
    }

    [Fact]
    public async Task Report_IsOneTextWithEveryStep()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01")).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await FailAsync(portal, area);
        var tab = portal.Workspace.Tabs[0];
        area.WaitForState(() => tab.Failure is not null);

        var report = OpeningReport.Text("web-01", "root", tab.Failure, "E-1", tab.Session!.Opening, last: null);

        Assert.StartsWith("Shell on web-01 as root, E-1\nconnection-refused: Nothing listens there.\n", report, StringComparison.Ordinal);
        Assert.Matches(@"\d\d:\d\d:\d\d UTC +\d+ ms  failed +web-01: TCP: 10\.0\.0\.1:22; Nothing listens there\.\n", report);
        Assert.EndsWith("No success since the portal started.\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryReasonAndStep_HasItsWords()
    {
        foreach (var step in Enum.GetValues<ShellOpeningStep>())
        {
            var failure = new ShellFailure(ShellFailureReason.Internal, "x") { Step = step };
            Assert.NotEmpty(DoctorAdvice.Next(failure));
            Assert.Contains("web-01", DoctorAdvice.Title("web-01", failure), StringComparison.Ordinal);
        }

        ShellFailureReason[] obvious = [ShellFailureReason.Cancelled, ShellFailureReason.HostKeyNotAccepted, ShellFailureReason.Internal];
        ShellFailureReason[] onTheWay = [.. Enum.GetValues<ShellFailureReason>().Where(reason => reason is > ShellFailureReason.LimitReached and < ShellFailureReason.NotConnected).Except(obvious)];
        Assert.All(onTheWay, reason => Assert.NotEmpty(DoctorAdvice.Likely(new ShellFailure(reason, "x"))));
    }

    private static async Task FailAsync(PortalPage portal, IRenderedComponent<WorkspaceArea> area)
    {
        await area.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));
        var attempt = await portal.Bench.Connector.NextAsync();
        attempt.Dialogue.ReportMachine("web-01");
        attempt.Dialogue.Report(ShellOpeningStep.Resolve);
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        attempt.Dialogue.ReportFact("10.0.0.1:22");
        attempt.Answer.SetException(new ShellException(new ShellFailure(ShellFailureReason.ConnectionRefused, "Nothing listens there.") { Step = ShellOpeningStep.Connect }));
    }
}
