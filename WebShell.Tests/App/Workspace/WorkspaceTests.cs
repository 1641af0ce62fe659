using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.App.Terminals;
using WebShell.App.Workspace;
using WebShell.Core.Credentials;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Workspace;

public sealed class WorkspaceTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("db-01", ("env", "staging")) with { Logins = ["postgres"] },
        Machines.Named("web-01", ("env", "prod")) with { Logins = ["deploy", "root"] },
    ];

    [Fact]
    public async Task Tabs_AreLinksWithTheCloseButtonBesideThem()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        await OpenAsync(portal, area, "db-01");

        area.WaitForAssertion(() => Assert.Equal(["shell/web-01?login=deploy", "shell/db-01?login=postgres"], area.FindAll(".tab a").Select(link => link.GetAttribute("href"))));

        Assert.Empty(area.FindAll(".tab a button"));
        Assert.Equal("db-01", area.Find(".tab a[aria-current=page] b").TextContent);
        Assert.Contains("env-prod", area.FindAll(".tab")[0].ClassList);
        area.Button("Close web-01");
    }

    [Fact]
    public async Task Tab_SameMachineTwice_HasItsOwnAddress()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        portal.Bench.Time.Advance(ShellWorkspace.DoubleClick);
        await OpenAsync(portal, area, "web-01");

        Assert.Equal(["shell/web-01?login=deploy", "shell/web-01?login=deploy&n=2"], portal.Workspace.Tabs.Select(tab => tab.Address.Url));
        area.WaitForAssertion(() => area.Button("Close web-01 2"));
    }

    [Fact]
    public async Task Tab_Closed_EndsItsShellAndShowsTheNeighbour()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var shell = await ConnectAsync(portal);
        await OpenAsync(portal, area, "db-01");
        await area.InvokeAsync(() => portal.Workspace.Activate(portal.Workspace.Tabs[0]));

        await area.Button("Close web-01").ClickAsync(new MouseEventArgs());

        await Within.Seconds(shell.Disposed);
        area.WaitForAssertion(() => Assert.Equal("db-01", Assert.Single(area.FindAll(".tab b")).TextContent));
        Assert.Equal("db-01", portal.Workspace.Active?.Address.VmName);
    }

    [Fact]
    public async Task Tab_BehindAnother_MarksOutputAndBellUntilItIsShown()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var shell = await ConnectAsync(portal);
        await OpenAsync(portal, area, "db-01");
        var web = portal.Workspace.Tabs[0];

        shell.Print("done\r\n"u8.ToArray());
        await UntilAsync(() => web.Lease!.Session.Output.End > 0);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        area.WaitForAssertion(() => Assert.Equal("new output", area.FindAll(".tab")[0].QuerySelector(".mk-dot")?.TextContent));

        await area.InvokeAsync(() => area.FindComponents<TerminalView>()[0].Instance.OnBell.InvokeAsync());
        area.WaitForAssertion(() => Assert.NotNull(area.FindAll(".tab")[0].QuerySelector(".bell")));

        await area.FindAll(".tab a")[0].ClickAsync(new MouseEventArgs());
        area.WaitForAssertion(() => Assert.Empty(area.FindAll(".mk-dot, .bell")));
    }

    [Fact]
    public async Task Pane_WhileConnecting_SaysTheStepAndHowLong()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var attempt = await portal.CancellableAttemptAsync();

        attempt.Dialogue.Report(ShellOpeningStep.KeyExchange);
        area.WaitForAssertion(() => Assert.Contains("Agreeing on keys…", area.Find(".pane > .over").TextContent));
        for (var second = 0; second < 4; second++)
        {
            portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        area.WaitForAssertion(() => Assert.Contains("web-01 as deploy, 4 s", area.Find(".pane > .over").TextContent));
        Assert.Equal("connecting", area.Find(".ph .m .dot + span").TextContent);
        Assert.NotNull(area.Find(".tab .spin"));
        await area.Find(".pane > .over button").ClickAsync(new MouseEventArgs());
        Assert.Empty(portal.Workspace.Tabs);
    }

    [Fact]
    public async Task Pane_ConnectThatIsTriedAgain_SaysWhyAndWhenAndCanBeStopped()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var attempt = await portal.CancellableAttemptAsync();
        var cause = new ShellFailure(ShellFailureReason.ConnectionRefused, "Nobody listens.") { Address = "10.1.2.3:22" };

        attempt.Dialogue.ReportRetry(new ConnectRetry(cause, portal.Bench.Time.GetUtcNow().AddSeconds(3), 2, 3));
        area.WaitForAssertion(() => Assert.Equal("Refused by 10.1.2.3:22. Trying again in 3 s (2 of 3)", area.Find(".pane > .over .med").TextContent));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        area.WaitForAssertion(() => Assert.Contains("in 2 s", area.Find(".pane > .over .med").TextContent));
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        area.WaitForAssertion(() => Assert.Equal("Connecting…", area.Find(".pane > .over .med").TextContent));

        await area.Find(".pane > .over button").ClickAsync(new MouseEventArgs());
        Assert.True(attempt.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Status_ShellThatALimitIsAboutToEnd_SaysSoUntilAKeyIsPressed()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        await ConnectAsync(portal);
        var lease = portal.Workspace.Tabs[0].Lease!;

        portal.Bench.Time.Advance(portal.Bench.Options.IdleLimit - TimeSpan.FromMinutes(4));
        area.WaitForAssertion(() => Assert.Equal("Ends in 4 min: idle. Press a key to keep it.", area.Find(".status .warn").TextContent));
        portal.Bench.Time.Advance(TimeSpan.FromMinutes(2));
        area.WaitForAssertion(() => Assert.StartsWith("Ends in 2 min", area.Find(".status .warn").TextContent, StringComparison.Ordinal));

        await Within.Seconds(lease.WriteAsync("x"u8.ToArray(), default));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(10));
        area.WaitForAssertion(() => Assert.Empty(area.FindAll(".status .warn")));
    }

    [Fact]
    public async Task Pane_OnProduction_WearsItsColourAndShowsTheRoundTrip()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        await ConnectAsync(portal);

        await area.InvokeAsync(() => area.FindComponent<TerminalView>().Instance.OnPing.InvokeAsync(new TerminalPing(TimeSpan.FromMilliseconds(4.2))));

        area.WaitForAssertion(() => Assert.Equal("11 ms · 4 + 7", area.Find(".rtt").TextContent));
        Assert.Contains("env-prod", area.Find(".pane").ClassList);
        Assert.Equal("prod", area.Find(".ph .tag.env-prod").TextContent);
    }

    [Fact]
    public async Task Pane_ShellEnded_SaysHowAndReconnectsInTheSameTab()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var shell = await ConnectAsync(portal);
        var first = portal.Workspace.Tabs[0].Lease!.Session;
        portal.Bench.Time.Advance(TimeSpan.FromMinutes(3));

        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        area.WaitForAssertion(() => Assert.Contains("shell-exited, open for 3 min", area.Find(".pane > .over").TextContent));
        Assert.Contains("exit status 3", area.Find(".pane > .over").TextContent);
        area.WaitForAssertion(() => Assert.Contains("ended", area.Find(".tab").TextContent));

        await area.Button("Reconnect ↵").ClickAsync(new MouseEventArgs());

        var request = (await portal.Bench.Connector.NextAsync()).Request;
        Assert.Equal(("web-01", "deploy"), (request.VmName, request.Login));
        var tab = Assert.Single(portal.Workspace.Tabs);
        Assert.NotSame(first, tab.Lease!.Session);
        Assert.Equal(TabState.Connecting, tab.State);
    }

    [Fact]
    public async Task Pane_EnterInAnEndedTerminal_ReconnectsOnce()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        (await ConnectAsync(portal)).End(new ShellEnd(ShellEndReason.ConnectionLost));
        await UntilAsync(() => portal.Workspace.Tabs[0].State == TabState.Ended);
        var terminal = area.FindComponent<TerminalView>().Instance;

        await area.InvokeAsync(() => Task.WhenAll(terminal.OnReconnectRequested.InvokeAsync(), terminal.OnReconnectRequested.InvokeAsync()));

        await portal.Bench.Connector.NextAsync();
        Assert.Single(portal.Bench.Registry.All, session => session.State != SessionState.Ended);
    }

    [Fact]
    public async Task Pane_CouldNotOpen_SaysTheSentenceTheReasonAndAnId()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var attempt = await portal.Bench.Connector.NextAsync();

        attempt.Answer.SetException(new ShellException(new ShellFailure(ShellFailureReason.ConnectionRefused, "10.0.0.1:22 <b>refused</b>\u202E the connection.") { Step = ShellOpeningStep.Connect }));

        area.WaitForAssertion(() => Assert.Contains("10.0.0.1:22 <b>refused</b> the connection.", area.Find(".pane > .over").TextContent));
        area.WaitForAssertion(() => Assert.Matches("Connecting: connection-refused E-[0-9A-Z]{8}", area.Find(".pane > .over").TextContent));
        area.Button("Try again ↵");
        Assert.Equal("failed", area.Find(".ph .m .dot + span").TextContent);
    }

    [Fact]
    public async Task Pane_HostKeyChanged_StopsHardAndStaysStopped()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "web-01");
        var attempt = await portal.Bench.Connector.NextAsync();
        var offer = new HostKeyOffer("web-01", "10.0.0.1:22", "ssh-ed25519", "SHA256:BBBB") { Pinned = new PinnedHostKey("ssh-ed25519", "SHA256:AAAA", default, "Ana") };

        attempt.Answer.SetException(new ShellException(new ShellFailure(ShellFailureReason.HostKeyChanged, "Another key.") { HostKey = offer }));

        area.WaitForAssertion(() => Assert.Equal("alertdialog", area.Find("dialog.stop").GetAttribute("role")));
        await area.Find("dialog.stop").TriggerEventAsync("onclose", EventArgs.Empty);
        area.WaitForAssertion(() => Assert.Empty(area.FindAll("dialog.stop")));
        Assert.Contains("host-key-changed", area.Find(".pane > .over").TextContent);
        Assert.Equal(TabState.Ended, portal.Workspace.Tabs[0].State);
    }

    [Fact]
    public async Task Question_HostKey_ReachesThePageAndItsAnswerTheConnection()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var place = portal.Render<QuestionPlace>();
        await place.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));
        var attempt = await portal.Bench.Connector.NextAsync();

        var asked = attempt.Dialogue.AcceptHostKeyAsync(new HostKeyOffer("web-01", "10.0.0.1:22", "ssh-ed25519", "SHA256:AAAA"), default).AsTask();
        place.WaitForAssertion(() => Assert.Equal("First connection to web-01", place.Find("dialog h2").TextContent));
        Assert.Equal("prod", place.Find("dialog .tag").TextContent);
        await place.Button("It matches, pin and connect").ClickAsync(new MouseEventArgs { Detail = 1 });

        Assert.True(await Within.Seconds(asked));
        place.WaitForAssertion(() => Assert.Empty(place.FindAll("dialog")));
    }

    [Fact]
    public async Task Question_AskerGivesUp_DisappearsAndTheNextIsShown()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var place = portal.Render<QuestionPlace>();
        await place.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));
        var dialogue = (await portal.Bench.Connector.NextAsync()).Dialogue;
        using var givesUp = new CancellationTokenSource();
        var first = dialogue.AskSignInAsync(new SignInQuestion("web-01", "deploy", "10.0.0.1:22", SignInMethods.Password), givesUp.Token).AsTask();
        var second = dialogue.AskSignInAsync(new SignInQuestion("web-02", "root", "10.0.0.2:22", SignInMethods.Password), default).AsTask();
        place.WaitForAssertion(() => Assert.Equal("Sign in to web-01", place.Find("dialog h2").TextContent));

        await givesUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        place.WaitForAssertion(() => Assert.Equal("Sign in to web-02", place.Find("dialog h2").TextContent));
        await place.Button("Cancel").ClickAsync(new MouseEventArgs { Detail = 1 });
        Assert.Null(await Within.Seconds(second));
    }

    [Fact]
    public async Task Question_CircuitEnds_IsDeclined()
    {
        using var questions = new ShellQuestions();
        var asked = new WorkspaceDialogue(questions, "", new SignInMemory(plan: null)).AcceptHostKeyAsync(new HostKeyOffer("x", "1.2.3.4:22", "ssh-rsa", "SHA256:A"), default).AsTask();

        questions.Dispose();

        Assert.False(await Within.Seconds(asked));
        Assert.Null(await Within.Seconds(new WorkspaceDialogue(questions, "", new SignInMemory(plan: null)).AskSignInAsync(new SignInQuestion("x", "root", "1.2.3.4:22", SignInMethods.Password), default)));
    }

    [Fact]
    public async Task Pane_OfAMachineBehindAJump_SaysThroughWhichAndWhoseStepItIs()
    {
        await using var portal = await new PortalPage(Machines.Named("vault") with { Jumps = ["gate"] }, Machines.Named("gate")).LoadedAsync();
        var area = portal.Render<WorkspaceArea>();
        await OpenAsync(portal, area, "vault");
        var attempt = await portal.Bench.Connector.NextAsync();

        attempt.Dialogue.ReportMachine("gate");
        attempt.Dialogue.Report(ShellOpeningStep.SignIn);
        area.WaitForAssertion(() => Assert.Contains("gate: signing in…", area.Find(".pane > .over").TextContent, StringComparison.Ordinal));
        Assert.Contains("through gate", area.Find(".pane .ph").TextContent, StringComparison.Ordinal);

        attempt.Dialogue.ReportMachine("vault");
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        area.WaitForAssertion(() => Assert.Contains("Connecting…vault as root, through gate", area.Find(".pane > .over").TextContent, StringComparison.Ordinal));
    }

    /// <summary>What a tab remembers is its machine's secret: a jump host must not get it, nor the machine the jump's.</summary>
    [Fact]
    public async Task Question_OfAMachineOnTheWay_IsAskedEachTimeAndNeverAnsweredFromMemory()
    {
        using var questions = new ShellQuestions();
        var memory = new SignInMemory(plan: null);
        var dialogue = new WorkspaceDialogue(questions, "prod", memory);
        var own = new SignInQuestion("vault", "root", "10.0.0.1:22", SignInMethods.Password);
        var hop = own with { VmName = "gate", OnTheWayTo = "vault" };
        var (vaults, gates) = (new PasswordCredential("vault's"), new PasswordCredential("gate's"));

        Assert.Same(gates, await AnswerAsync(hop, gates));
        Assert.Same(vaults, await AnswerAsync(own, vaults));
        dialogue.Report(ShellOpeningStep.OpenTerminal);
        Assert.Same(gates, await AnswerAsync(hop, gates));

        Assert.Same(vaults, await Within.Seconds(dialogue.AskSignInAsync(own, default)));

        async Task<Credential?> AnswerAsync(SignInQuestion question, Credential credential)
        {
            var asked = dialogue.AskSignInAsync(question, default).AsTask();
            var choice = Assert.IsType<SignInChoice>(questions.Current);
            Assert.Equal(question.OnTheWayTo is null ? "prod" : "", choice.Environment);
            choice.Answer(new SignInAnswer(credential, KeepSignIn.ForShell));
            return await Within.Seconds(asked);
        }
    }

    private static Task<WorkspaceTab> OpenAsync(PortalPage portal, IRenderedComponent<WorkspaceArea> area, string vmName) => area.InvokeAsync(() => portal.Workspace.OpenAsync(vmName, null));

    private static async Task<StrictShell> ConnectAsync(PortalPage portal)
    {
        var shell = (await portal.Bench.Connector.NextAsync()).Open();
        await UntilAsync(() => portal.Workspace.Tabs.Any(tab => tab.State == TabState.Connected));
        return shell;
    }

    private static async Task UntilAsync(Func<bool> claim)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!claim())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
