using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Shells;

namespace WebShell.Tests.App.Dialogs;

public sealed class PromptsDialogTests
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly List<IReadOnlyList<string>?> _answers = [];

    [Fact]
    public async Task Prompts_AreShownAsTheMachinesAndAnsweredInOrder()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, new PromptsQuestion("db-01", "postgres", "10.20.8.4:22", [new("Badge: ", true), new("Password: ", false)])
        {
            Instruction = "Two-factor sign-in.\nCodes change every 30 s.",
            Round = 2,
            Accepted = SignInMethods.PrivateKey,
        });

        Assert.Equal("db-01 asks for 2 answers", dialog.Find("h2").TextContent);
        Assert.Contains("Asked by db-01, not by WebShell. Signing in as postgres. It accepted the key", dialog.Find("p").TextContent);
        Assert.Equal(["Two-factor sign-in.", "Codes change every 30 s."], dialog.FindAll(".said span").Select(line => line.TextContent));
        Assert.Equal(["Badge:", "Password:"], dialog.FindAll("label.fl > span:first-child").Select(label => label.TextContent));
        Assert.Equal(["text", "password"], dialog.FindAll("input").Select(input => input.GetAttribute("type")));
        Assert.Contains("Round 2", dialog.Find(".dlg-f").TextContent);

        await dialog.FindAll("input")[0].InputAsync("4711");
        await dialog.FindAll("input")[1].InputAsync("hunter2");
        Assert.DoesNotContain("hunter2", dialog.Markup);
        await dialog.Button("Send ↵").ClickAsync(Mouse);

        Assert.Equal(["4711", "hunter2"], Assert.Single(_answers));
    }

    [Fact]
    public async Task Code_HasAFieldThatAPhoneMayFill_AndThePasswordHasNot()
    {
        await using var portal = new PortalPage();

        var dialog = Render(portal, new PromptsQuestion("db-01", "postgres", "10.20.8.4:22", [new("Verification code: ", true), new("Password: ", false)]) { Said = "Authorised use only.\n" });

        Assert.Equal(["one-time-code", "off"], dialog.FindAll("input").Select(input => input.GetAttribute("autocomplete")));
        Assert.Equal("Authorised use only.", Assert.Single(dialog.FindAll(".said span")).TextContent);
    }

    [Fact]
    public async Task Answer_MayBeEmpty()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, Asking("Press Enter: "));

        await dialog.Button("Send ↵").ClickAsync(Mouse);

        Assert.Equal([""], Assert.Single(_answers));
    }

    [Fact]
    public async Task Text_InFrontOfThePrompt_IsNotItsLabel()
    {
        await using var portal = new PortalPage();

        var dialog = Render(portal, Asking("Welcome\nCode\u202E: \u0007<b>x</b>"));

        Assert.Equal("Welcome", Assert.Single(dialog.FindAll(".said span")).TextContent);
        Assert.Equal("Code: <b>x</b>", dialog.Find("label.fl > span").TextContent);
        Assert.Empty(dialog.FindAll("label b"));
    }

    [Fact]
    public async Task Prompt_WithoutText_HasALabelAllTheSame()
    {
        await using var portal = new PortalPage();

        Assert.Equal("Answer 1", Render(portal, Asking("\n")).Find("label.fl > span").TextContent);
    }

    [Fact]
    public async Task Cancel_GivesUp()
    {
        await using var portal = new PortalPage();

        await Render(portal, Asking("Code: ")).Button("Cancel").ClickAsync(Mouse);

        Assert.Null(Assert.Single(_answers));
    }

    private static PromptsQuestion Asking(string text) => new("db-01", "postgres", "10.20.8.4:22", [new SignInPrompt(text, IsShown: true)]);

    private IRenderedComponent<PromptsDialog> Render(PortalPage portal, PromptsQuestion question) =>
        portal.Render<PromptsDialog>(parameters => parameters.Add(d => d.Question, question).Add(d => d.OnAnswer, _answers.Add));
}
