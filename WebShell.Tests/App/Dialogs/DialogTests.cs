using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Shells;

namespace WebShell.Tests.App.Dialogs;

public sealed class DialogTests
{
    private const string Print = "SHA256:q7Xw2nB0fVd8sJ4uRk1LmZt6YpGhE3oC9aIxT5bNvWs";
    private static readonly MouseEventArgs Enter = new();
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };
    private static readonly HostKeyOffer Offer = new("web-31", "10.20.4.41:22", "ssh-ed25519", Print);

    [Fact]
    public async Task HostKey_FirstUse_IsAModalDialogWithTheFocusOnTheSafeAnswer()
    {
        await using var portal = new PortalPage();

        var dialog = portal.Render<HostKeyDialog>(parameters => parameters.Add(d => d.Offer, Offer).Add(d => d.Environment, "prod"));

        var element = dialog.Find("dialog");
        Assert.Equal(("dialog", "true"), (element.GetAttribute("role"), element.GetAttribute("aria-modal")));
        Assert.Equal("First connection to web-31", dialog.Find($"#{element.GetAttribute("aria-labelledby")}").TextContent);
        Assert.Equal("Cancel", Assert.Single(dialog.FindAll("[autofocus]")).TextContent);
        Assert.Equal("q7Xw 2nB0 fVd8 sJ4u Rk1L mZt6 YpGh E3oC 9aIx T5bN vWs", string.Join(' ', dialog.FindAll(".fp .g span").Select(group => group.TextContent)));
        Assert.Equal("prod", dialog.Find(".tag.env-prod").TextContent);
        Assert.Single(portal.JSInterop.Invocations["import"]);
    }

    [Fact]
    public async Task Enter_InTheFirst300Milliseconds_AnswersNothing()
    {
        await using var portal = new PortalPage();
        List<bool> answers = [];
        var dialog = portal.Render<HostKeyDialog>(parameters => parameters.Add(d => d.Offer, Offer).Add(d => d.OnAnswer, answers.Add));

        portal.Bench.Time.Advance(TimeSpan.FromMilliseconds(299));
        await dialog.Button("It matches, pin and connect").ClickAsync(Enter);
        await dialog.Button("Cancel").ClickAsync(Enter);
        Assert.Empty(answers);

        portal.Bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        await dialog.Button("It matches, pin and connect").ClickAsync(Enter);
        Assert.Equal([true], answers);
    }

    [Fact]
    public async Task Mouse_AnswersAtOnce()
    {
        await using var portal = new PortalPage();
        List<bool> answers = [];
        var dialog = portal.Render<HostKeyDialog>(parameters => parameters.Add(d => d.Offer, Offer).Add(d => d.OnAnswer, answers.Add));

        await dialog.Button("It matches, pin and connect").ClickAsync(Mouse);

        Assert.Equal([true], answers);
    }

    [Fact]
    public async Task Escape_IsTheSafeAnswer()
    {
        await using var portal = new PortalPage();
        List<bool> answers = [];
        var dialog = portal.Render<HostKeyDialog>(parameters => parameters.Add(d => d.Offer, Offer).Add(d => d.OnAnswer, answers.Add));

        await dialog.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        Assert.Equal([false], answers);
    }

    [Fact]
    public async Task HostKeyChanged_IsAnAlertWithNoWayOn()
    {
        await using var portal = new PortalPage();
        var offer = new HostKeyOffer("web-01", "10.20.4.11:22", "ssh-ed25519", "SHA256:q7XwXXXXfVd8sJ4uRk1LmZt6YpGhE3oC9aIxT5bNvWs")
        {
            Pinned = new PinnedHostKey("ssh-ed25519", Print, new DateTimeOffset(2026, 3, 12, 9, 0, 0, TimeSpan.Zero), "Ana"),
        };

        var dialog = portal.Render<HostKeyChangedDialog>(parameters => parameters.Add(d => d.Offer, offer));

        Assert.Equal("alertdialog", dialog.Find("dialog").GetAttribute("role"));
        Assert.Equal(["Copy report", "Close"], dialog.FindAll("button").Select(Finding.NameOf));
        Assert.Equal("Close", Assert.Single(dialog.FindAll("[autofocus]")).TextContent);
        Assert.Equal("XXXX", Assert.Single(dialog.FindAll(".df")).TextContent);
        Assert.Contains("Pinned 12 March 2026 by Ana", dialog.Markup);
    }

    [Fact]
    public async Task Names_FromMachines_AreTextOnly()
    {
        await using var portal = new PortalPage();

        var dialog = portal.Render<HostKeyDialog>(parameters => parameters.Add(d => d.Offer, new HostKeyOffer("<b>x</b>\u202E", "1.2.3.4:22", "ssh-<i>", "SHA256:<script>alert(1)</script>")));

        Assert.Equal("First connection to <b>x</b>", dialog.Find("h2").TextContent);
        Assert.Empty(dialog.FindAll("script, h2 b, .cap > i"));
    }
}
