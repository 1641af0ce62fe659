using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Dialogs;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.App.Dialogs;

public sealed class SignInDialogTests : IDisposable
{
    private const SignInMethods All = SignInMethods.Password | SignInMethods.PrivateKey | SignInMethods.Prompts;
    private static readonly MouseEventArgs Enter = new();
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly UserKeys _keys = new();
    private readonly List<SignInAnswer?> _answers = [];

    [Fact]
    public async Task Password_IsAnsweredOnceAndNeverRendered()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, SignInMethods.Password | SignInMethods.PrivateKey);
        Assert.Equal("Sign in to db-01", dialog.Find("h2").TextContent);
        Assert.Equal("password", dialog.Find("[autofocus]").GetAttribute("type"));

        await dialog.Find("input[type=password]").InputAsync("hunter2");
        Assert.DoesNotContain("hunter2", dialog.Markup);
        await dialog.Button("Sign in ↵").ClickAsync(Enter);
        Assert.Empty(_answers); // too early for a key
        portal.Bench.Time.Advance(ModalDialog.LeastSeen);
        await dialog.Button("Sign in ↵").ClickAsync(Enter);

        var answer = Assert.Single(_answers)!;
        Assert.Equal("hunter2", Assert.IsType<PasswordCredential>(answer.Credential).Password);
        Assert.Equal(KeepSignIn.No, answer.Keep);
    }

    [Fact]
    public async Task SecondProof_SaysWhatWasAccepted_AndKeepsNothing()
    {
        await using var portal = new PortalPage();
        var question = new SignInQuestion("db-01", "postgres", "10.20.8.4:22", SignInMethods.PrivateKey) { Accepted = SignInMethods.PrivateKey, Said = "Authorised use only.\n" };

        var dialog = portal.Render<SignInDialog>(parameters => parameters.Add(d => d.Question, question).Add(d => d.OnAnswer, answer => _answers.Add(answer)));

        Assert.Contains("wants a key besides", dialog.Find("p").TextContent);
        Assert.Equal("Authorised use only.", Assert.Single(dialog.FindAll(".said span")).TextContent);
        Assert.Empty(dialog.FindAll("select"));
    }

    [Fact]
    public async Task Password_Empty_IsNotSentAndSaysWhy()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, All);

        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        Assert.Contains("empty", dialog.Find("[role=alert]").TextContent);
        Assert.Empty(_answers);
    }

    [Theory]
    [InlineData(SignInMethods.Password, "Password", "Private key,What the machine asks")]
    [InlineData(SignInMethods.PrivateKey, "Private key", "Password,What the machine asks")]
    [InlineData(SignInMethods.Prompts, "What the machine asks", "Private key")]
    [InlineData(All, "Password", "")]
    public async Task Ways_TheMachineDoesNotOffer_CannotBeChosen(SignInMethods offered, string chosen, string disabled)
    {
        await using var portal = new PortalPage();

        var dialog = Render(portal, offered);

        Assert.Equal(chosen, dialog.Find(".choice:has(input[checked]) > span").TextContent);
        Assert.Equal(disabled, string.Join(',', dialog.FindAll(".choice:has(input[disabled]) > span:first-of-type").Select(label => label.TextContent)));
    }

    [Fact]
    public async Task Key_Pasted_AsksForItsPassphrase_AndAWrongOneIsSaidHere()
    {
        await using var portal = new PortalPage();
        var key = await File.ReadAllTextAsync(await _keys.MakeAsync("-t ed25519", isProtected: true));
        var dialog = Render(portal, All);
        await ChooseAsync(dialog, "Private key");
        Assert.Empty(dialog.FindAll("input[type=password]"));

        await dialog.Find("textarea").InputAsync(key);
        await dialog.Find("input[type=password]").InputAsync("wrong");
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);
        dialog.WaitForAssertion(() => Assert.Contains("passphrase does not open", dialog.Find("[role=alert]").TextContent));
        Assert.Empty(_answers);

        await dialog.Find("input[type=password]").InputAsync(UserKeys.Passphrase);
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);
        dialog.WaitForAssertion(() => Assert.True(Assert.IsType<PrivateKeyCredential>(Assert.Single(_answers)!.Credential).IsEncrypted));
        Assert.DoesNotContain("BEGIN OPENSSH PRIVATE KEY-----\n", dialog.Markup);
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me@laptop", "public key")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "puttygen key.ppk -O private-openssh -o key")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk", "cut off")]
    public async Task Key_ThatIsNone_IsSaidAtOnce(string text, string says)
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, All);
        await ChooseAsync(dialog, "Private key");

        await dialog.Find("textarea").InputAsync(text);

        Assert.Contains(says, dialog.Find("[role=alert]").TextContent);
    }

    [Fact]
    public async Task Key_FromAFile_IsReadAndItsNameShown()
    {
        await using var portal = new PortalPage();
        var key = await File.ReadAllTextAsync(await _keys.MakeAsync("-t ed25519"));
        var dialog = Render(portal, SignInMethods.PrivateKey);

        dialog.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromText(key, "id_<b>_ed25519"));
        dialog.WaitForAssertion(() => Assert.Equal("id_<b>_ed25519", dialog.Find(".keyfield .ell").TextContent));
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        dialog.WaitForAssertion(() => Assert.IsType<PrivateKeyCredential>(Assert.Single(_answers)!.Credential));
    }

    [Fact]
    public async Task Certificate_OfAnotherKey_IsSaidHere()
    {
        await using var portal = new PortalPage();
        var (authority, key, other) = (await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"));
        var dialog = Render(portal, SignInMethods.PrivateKey);
        await dialog.FindAll("textarea")[0].InputAsync(await File.ReadAllTextAsync(key));

        await dialog.FindAll("textarea")[1].InputAsync(await UserKeys.CertifyAsync(authority, other, "-n root"));
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        dialog.WaitForAssertion(() => Assert.Contains("belongs to another key", dialog.Find("[role=alert]").TextContent));
    }

    [Fact]
    public async Task Way_Changed_ForgetsWhatWasTyped()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, All);
        await dialog.Find("input[type=password]").InputAsync("hunter2");

        await ChooseAsync(dialog, "What the machine asks");
        await ChooseAsync(dialog, "Password");
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        Assert.Empty(_answers);
    }

    [Fact]
    public async Task Remember_IsPartOfTheAnswer()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, All);
        await ChooseAsync(dialog, "What the machine asks");

        await dialog.Find("select").ChangeAsync("ForShell");
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        Assert.Equal((typeof(PromptsCredential), KeepSignIn.ForShell), (_answers[0]!.Credential.GetType(), _answers[0]!.Keep));
    }

    [Fact]
    public async Task Stored_IsUsedWithoutBeingShown()
    {
        await using var portal = new PortalPage();
        await portal.Services.GetRequiredService<SavedCredentials>().SaveAsync("ann", "laptop", new PasswordCredential("hunter2"), default);
        var dialog = Render(portal, All);

        await ChooseAsync(dialog, "My password “laptop”");
        Assert.Empty(dialog.FindAll("input[type=password]"));
        Assert.DoesNotContain("Save to my credentials", dialog.Markup);
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        dialog.WaitForAssertion(() => Assert.Equal("hunter2", Assert.IsType<PasswordCredential>(Assert.Single(_answers)!.Credential).Password));
        Assert.DoesNotContain("hunter2", dialog.Markup);
        Assert.NotNull(Assert.Single(portal.SavedTable.Rows).LastUsedAt);
    }

    [Fact]
    public async Task Stored_OfAKindTheMachineDoesNotOffer_OrOfAnother_IsNotThere()
    {
        await using var portal = new PortalPage();
        var saved = portal.Services.GetRequiredService<SavedCredentials>();
        await saved.SaveAsync("ann", "laptop", new PasswordCredential("x"), default);
        await saved.SaveAsync("bob", "his", new PrivateKeyCredential(await File.ReadAllTextAsync(await _keys.MakeAsync("-t ed25519")), null), default);

        Assert.DoesNotContain("“", Render(portal, SignInMethods.PrivateKey).Find(".choices").TextContent);
    }

    [Fact]
    public async Task Save_NeedsANameOfItsOwn()
    {
        await using var portal = new PortalPage();
        await portal.Services.GetRequiredService<SavedCredentials>().SaveAsync("ann", "postgres on db-01", new PasswordCredential("x"), default);
        var dialog = Render(portal, All);
        await dialog.Find("input[type=password]").InputAsync("hunter2");
        await dialog.Find("select").ChangeAsync("Saved");
        Assert.Equal("postgres on db-01", dialog.Find("input[type=text]").GetAttribute("value"));

        await dialog.Button("Sign in ↵").ClickAsync(Mouse);
        Assert.Contains("already", dialog.Find("[role=alert]").TextContent);
        await dialog.Find("input[type=text]").InputAsync("the database");
        await dialog.Button("Sign in ↵").ClickAsync(Mouse);

        var answer = Assert.Single(_answers)!;
        Assert.Equal((KeepSignIn.Saved, "the database"), (answer.Keep, answer.Name));
        Assert.Single(portal.SavedTable.Rows); // stored when the machine has taken it
    }

    [Fact]
    public async Task Escape_GivesUp()
    {
        await using var portal = new PortalPage();

        await Render(portal, All).Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        Assert.Null(Assert.Single(_answers));
    }

    public void Dispose() => _keys.Dispose();

    private static Task ChooseAsync(IRenderedComponent<SignInDialog> dialog, string way) =>
        dialog.FindAll(".choice").Single(choice => choice.QuerySelector("span")!.TextContent == way).QuerySelector("input")!.ChangeAsync("on");

    private IRenderedComponent<SignInDialog> Render(PortalPage portal, SignInMethods offered) => portal.Render<SignInDialog>(parameters => parameters
        .Add(d => d.Question, new SignInQuestion("db-01", "postgres", "10.20.8.4:22", offered))
        .Add(d => d.OnAnswer, _answers.Add));
}
