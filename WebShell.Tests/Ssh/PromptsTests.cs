using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>keyboard-interactive: sshd with PAM (a prompt a round), and a server that asks what no sshd does.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class PromptsTests(SshFixture ssh) : IDisposable
{
    private const string Interactive = "UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\n";
    private static readonly SignInPrompt Hidden = new("Password: ", IsShown: false);
    private static readonly SignInPrompt Shown = new("Your badge number: ", IsShown: true);

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-pam-").FullName;

    [Fact]
    public async Task KeyThenCode_ShowsTheMachinesWordsAndOpensAShell()
    {
        using var pam = new PamService(_directory, $"optional pam_echo.so file={Write("Two-factor sign-in for %u")}", CodeCheck());
        await using var server = await StartAsync(pam, Interactive + "AuthenticationMethods publickey,keyboard-interactive");
        await using var portal = new SshPortal().Trusting(server);
        var person = new Person { Answers = new([["471100"]]) };

        await using var shell = await portal.OpenAsync(server.Request() with { Login = ssh.Login.Name }, person);

        var round = Assert.Single(person.Rounds);
        Assert.Equal((SignInMethods.PrivateKey, 1, false), (round.Accepted, round.Round, round.IsPassword));
        Assert.Contains($"Two-factor sign-in for {ssh.Login.Name}", round.Instruction + Assert.Single(round.Prompts).Text, StringComparison.Ordinal);
        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task KeyThenCode_Wrong_IsOneFailedTry()
    {
        using var pam = new PamService(_directory, CodeCheck());
        await using var server = await StartAsync(pam, Interactive + "AuthenticationMethods publickey,keyboard-interactive");
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 2).Trusting(server);
        var request = server.Request() with { Login = ssh.Login.Name };

        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(request, new Person { Answers = new([["0"]]) })).Reason);
        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(request, new Person { Answers = new([["0"]]) })).Reason);
        Assert.Equal(ShellFailureReason.LimitReached, (await portal.FailAsync(request, new Person())).Reason);
    }

    [Fact]
    public async Task StoredPassword_AnswersThePasswordPrompt_AndAPersonTheNextRound()
    {
        using var pam = new PamService(_directory, "required pam_unix.so", $"required pam_ftp.so ignore users={ssh.Login.Name}");
        await using var server = await StartAsync(pam, Interactive);
        await using var portal = new SshPortal().Trusting(server);
        portal.Credentials.Set("stored", new PasswordCredential(ssh.Login.Password));
        var person = new Person { Answers = new([["me@example.com"]]) };

        await using var shell = await portal.OpenAsync(server.Request("stored") with { Login = ssh.Login.Name }, person);

        Assert.Empty(person.Questions);
        Assert.Equal(2, Assert.Single(person.Rounds).Round);
        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task ThreeRounds_AreAnswered_AFourthIsNot()
    {
        var ask = $"required pam_ftp.so ignore users={ssh.Login.Name}";
        await AssertRoundsAsync([ask, ask, ask], rounds: 3, failure: null);
        await AssertRoundsAsync([ask, ask, ask, ask], rounds: 3, ShellFailureReason.TooManyPrompts);
    }

    [Fact]
    public async Task SeveralPrompts_ShownAndHidden_AreAnsweredInOrder()
    {
        await using var server = await PromptingServer.StartNewAsync([Shown, Hidden], [new SignInPrompt("Code: ", IsShown: true)]);
        await using var portal = new SshPortal().Trusting(server);
        var person = new Person { SignsInWith = new PromptsCredential(), Answers = new([["4711", "sécret"], [""]]) };

        await using var shell = await portal.OpenAsync(server.Request(credential: null), person);

        Assert.Equal(SignInMethods.Prompts, Assert.Single(person.Questions).Offered);
        Assert.Equal([Shown, Hidden], person.Rounds[0].Prompts);
        Assert.Equal(("name", "instruction 1", 1), (person.Rounds[0].Name, person.Rounds[0].Instruction, person.Rounds[0].Round));
        Assert.Equal(2, person.Rounds[1].Round);
        Assert.Equal(["4711", "sécret", ""], await Support.Within.Seconds(server.Answers));
    }

    [Fact]
    public async Task StoredPassword_AnswersNothingButOneHiddenPasswordPrompt()
    {
        IReadOnlyList<SignInPrompt>[] asked = [[Hidden, Shown], [Hidden with { IsShown = true }], [new SignInPrompt("One-time password (OATH): ", IsShown: false)]];
        foreach (var prompts in asked)
        {
            await using var server = await PromptingServer.StartNewAsync(prompts);
            await using var portal = new SshPortal().Trusting(server);
            portal.Credentials.Set("stored", new PasswordCredential("stored secret"));
            var person = new Person();

            Assert.Equal(ShellFailureReason.Cancelled, (await portal.FailAsync(server.Request("stored"), person)).Reason);

            Assert.Equal(prompts, Assert.Single(person.Rounds).Prompts);
            Assert.Empty(await Support.Within.Seconds(server.Answers));
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(256)]
    public async Task TooManyPrompts_AreNotAnswered_AndAreNoFailedTry(int count)
    {
        await using var server = await PromptingServer.StartNewAsync([.. Enumerable.Repeat(Hidden, count)]);
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 1).Trusting(server);
        var person = new Person { SignsInWith = new PromptsCredential() };

        var failure = await portal.FailAsync(server.Request(credential: null), person);

        Assert.Equal(ShellFailureReason.TooManyPrompts, failure.Reason);
        Assert.Empty(person.Rounds);
        Assert.Empty(await Support.Within.Seconds(server.Answers));
        Assert.NotEqual(ShellFailureReason.LimitReached, (await portal.FailAsync(server.Request(credential: null), person)).Reason);
    }

    [Fact]
    public async Task Machine_OfferingPromptsAndAskingNothing_IsNamed()
    {
        await using var server = await OpenSshServer.StartNewAsync("KbdInteractiveAuthentication yes\nPasswordAuthentication no");
        await using var portal = new SshPortal().Trusting(server);

        var failure = await portal.FailAsync(server.Request(credential: null), new Person { SignsInWith = new PasswordCredential("x") });

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.Contains("asks nothing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_GivingUpBetweenRounds_EndsTheAttempt()
    {
        await using var server = await PromptingServer.StartNewAsync([Shown], [Hidden]);
        await using var portal = new SshPortal().Trusting(server);

        var failure = await portal.FailAsync(server.Request(credential: null), new Person { SignsInWith = new PromptsCredential(), Answers = new([["4711"]]) });

        Assert.Equal(ShellFailureReason.Cancelled, failure.Reason);
        Assert.Equal(["4711"], await Support.Within.Seconds(server.Answers));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task AssertRoundsAsync(string[] modules, int rounds, ShellFailureReason? failure)
    {
        using var pam = new PamService(_directory, modules);
        await using var server = await StartAsync(pam, Interactive);
        await using var portal = new SshPortal().Trusting(server);
        var person = new Person { SignsInWith = new PromptsCredential(), Answers = new(Enumerable.Repeat<string[]>(["me@example.com"], 8)) };
        var request = server.Request(credential: null) with { Login = ssh.Login.Name };

        if (failure is null)
        {
            await using var shell = await portal.OpenAsync(request, person);
        }
        else
        {
            Assert.Equal(failure, (await portal.FailAsync(request, person)).Reason);
        }

        Assert.Equal(Enumerable.Range(1, rounds), person.Rounds.Select(round => round.Round));
    }

    private static async Task<OpenSshServer> StartAsync(PamService pam, string configuration)
    {
        var server = new OpenSshServer { Program = pam.Program, Configuration = configuration };
        await server.StartAsync();
        return server;
    }

    // A code that is checked: pam_exec asks for it and gives it to a program.
    private string CodeCheck()
    {
        var program = Path.Combine(_directory, "check-code");
        File.WriteAllText(program, "#!/bin/sh\nIFS= read -r code || [ -n \"$code\" ]\n[ \"$code\" = 471100 ]\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return $"requisite pam_exec.so quiet expose_authtok {program}";
    }

    private string Write(string text)
    {
        var file = Path.Combine(_directory, "words");
        File.WriteAllText(file, text);
        return file;
    }
}
