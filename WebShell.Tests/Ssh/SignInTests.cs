using System.Security.Cryptography;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Signing in by password and by every kind of key, with keys made by ssh-keygen.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class SignInTests(SshFixture ssh) : IDisposable
{
    private readonly UserKeys _keys = new();

    [Fact]
    public async Task Password_Right_OpensAShell_AndIsAskedForOnce()
    {
        var person = new Person { SignsInWith = new PasswordCredential(ssh.Login.Password) };

        await using var shell = await ssh.Portal.OpenAsync(AsTestLogin(), person);

        var question = Assert.Single(person.Questions);
        Assert.Equal(new SignInQuestion("vm-1", ssh.Login.Name, $"127.0.0.1:{ssh.OpenSsh.Port}", SignInMethods.Password | SignInMethods.PrivateKey), question with { Time = null });
        Assert.InRange(question.Time!.Left, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(110));
        Assert.Equal(
            [ShellOpeningStep.Resolve, ShellOpeningStep.Connect, ShellOpeningStep.KeyExchange, ShellOpeningStep.HostKey, ShellOpeningStep.SignIn, ShellOpeningStep.OpenTerminal, ShellOpeningStep.Open],
            person.Steps);
        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Theory]
    [InlineData("not it")]
    [InlineData("pässwörd ключ 🔑")]
    [InlineData(null)] // 1 KB
    public async Task Password_Wrong_FailsAfterOneQuestion(string? password)
    {
        password ??= new string('x', PasswordCredential.MaxCharacters);
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        var person = new Person { SignsInWith = new PasswordCredential(password) };

        var failure = await portal.FailAsync(AsTestLogin(), person);

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.DoesNotContain(password, failure.Message, StringComparison.Ordinal);
        Assert.Single(person.Questions);
    }

    [Fact]
    public async Task Password_OfAllKindsOfCharacters_SignsIn()
    {
        const string Password = "pässwörd ключ 🔑 \"'\\";
        await using var login = await TestLogin.CreateAsync(Password);

        await using var shell = await ssh.Portal.OpenAsync(AsTestLogin() with { Login = login.Name }, new Person { SignsInWith = new PasswordCredential(Password) });

        Assert.Equal(login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task SignIn_NotGiven_EndsTheAttempt() =>
        Assert.Equal(ShellFailureReason.Cancelled, (await ssh.Portal.FailAsync(AsTestLogin(), new Person())).Reason);

    [Theory]
    [InlineData("-t ed25519", false)]
    [InlineData("-t ed25519", true)]
    [InlineData("-t ecdsa -b 384", true)]
    [InlineData("-t ecdsa -b 521", false)]
    [InlineData("-t rsa -b 2048", false)]
    [InlineData("-t rsa -b 3072 -m PEM", true)]
    [InlineData("-t rsa -b 2048 -m PKCS8", true)]
    [InlineData("-t ecdsa -b 256 -m PEM", false)]
    public async Task Key_OfEachKind_OpensAShell(string kind, bool isProtected)
    {
        var key = await _keys.MakeAsync(kind, isProtected);
        await File.AppendAllTextAsync(ssh.OpenSsh.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));

        await using var shell = await ssh.Portal.OpenAsync(ssh.OpenSsh.Request(credential: null), await WithKeyAsync(key, isProtected ? UserKeys.Passphrase : null));

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task Key_PastedWithOtherLineEndsAndSpaceAround_OpensAShell()
    {
        var pasted = $"\r\n  {ssh.OpenSsh.UserKey.ReplaceLineEndings("\r\n")}\r\n";

        await using var shell = await ssh.Portal.OpenAsync(ssh.OpenSsh.Request(credential: null), new Person { SignsInWith = new PrivateKeyCredential(pasted, null) });

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Theory]
    [InlineData("-t ed25519", "wrong", "passphrase does not open")]
    [InlineData("-t ed25519", null, "none was given")]
    [InlineData("-t ed25519", "", "none was given")]
    [InlineData("-t rsa -b 2048 -m PEM", "wrong", "passphrase does not open")]
    [InlineData("-t rsa -b 2048 -m PEM", null, "none was given")]
    [InlineData("-t rsa -b 2048 -m PKCS8", null, "none was given")]
    public async Task Key_WithAWrongOrMissingPassphrase_IsUnusable(string kind, string? passphrase, string says) =>
        await AssertUnusableAsync(new PrivateKeyCredential(await File.ReadAllTextAsync(await _keys.MakeAsync(kind, isProtected: true)), passphrase), says);

    [Fact]
    public async Task Key_OfRsaBelow2048Bits_IsUnusable()
    {
        await AssertUnusableAsync(new PrivateKeyCredential(await File.ReadAllTextAsync(await _keys.MakeAsync("-t rsa -b 1024")), null), "1024 bits");
        using var tiny = RSA.Create(512);
        await AssertUnusableAsync(new PrivateKeyCredential(tiny.ExportRSAPrivateKeyPem(), null), "512 bits");
    }

    [Fact]
    public async Task Key_Damaged_IsUnusable()
    {
        var text = await File.ReadAllTextAsync(await _keys.MakeAsync("-t ed25519"));

        await AssertUnusableAsync(new PrivateKeyCredential(text.Remove(200, 4), null), "cannot be read");
    }

    [Theory]
    [InlineData("-t ed25519", "-t ed25519")]
    [InlineData("-t ecdsa -b 256", "-t rsa -b 2048")]
    [InlineData("-t rsa -b 2048", "-t ecdsa -b 384")]
    public async Task Certificate_OfATrustedAuthority_OpensAShell(string kind, string authorityKind)
    {
        var (authority, key) = (await _keys.MakeAsync(authorityKind), await _keys.MakeAsync(kind));
        await using var server = await OpenSshServer.StartNewAsync($"TrustedUserCAKeys {authority}.pub\nAuthorizedKeysFile none");
        await using var portal = new SshPortal().Trusting(server);
        var certificate = await UserKeys.CertifyAsync(authority, key, $"-n {SshServer.Login} -V +5m");

        await using var shell = await portal.OpenAsync(server.Request(credential: null), await WithKeyAsync(key, null, certificate));

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task Certificate_ForAnotherLogin_IsRefusedWithItsName()
    {
        var (authority, key) = (await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"));
        await using var server = await OpenSshServer.StartNewAsync($"TrustedUserCAKeys {authority}.pub\nAuthorizedKeysFile none");
        await using var portal = new SshPortal().Trusting(server);

        var failure = await portal.FailAsync(server.Request(credential: null), await WithKeyAsync(key, null, await UserKeys.CertifyAsync(authority, key, "-n backup,deploy -V +5m")));

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.Contains($"made out to backup, deploy, not to {SshServer.Login}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_OfAnotherKeyOrExpired_IsUnusableAndNotTried()
    {
        var (authority, key, other) = (await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"));
        var text = await File.ReadAllTextAsync(key);

        await AssertUnusableAsync(new PrivateKeyCredential(text, null, await UserKeys.CertifyAsync(authority, other, "-n root")), "belongs to another key");
        await AssertUnusableAsync(new PrivateKeyCredential(text, null, await UserKeys.CertifyAsync(authority, key, "-n root -V 20200101:20200102")), "expired on");
        await AssertUnusableAsync(new PrivateKeyCredential(text, null, await UserKeys.CertifyAsync(authority, key, "-n root -V 21000101:21000102")), "not valid before");
    }

    [Fact]
    public async Task Method_NotOffered_SaysWhatIs_AndIsNoFailedTry()
    {
        await using var server = await OpenSshServer.StartNewAsync("PasswordAuthentication no");
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 1).Trusting(server);
        var person = new Person { SignsInWith = new PasswordCredential("x") };

        var failure = await portal.FailAsync(server.Request(credential: null), person);

        Assert.Equal(ShellFailureReason.MethodNotOffered, failure.Reason);
        Assert.Contains("does not take passwords", failure.Message, StringComparison.Ordinal);
        Assert.Contains("offers private keys", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SignInMethods.PrivateKey, Assert.Single(person.Questions).Offered);
        await using var shell = await portal.OpenAsync(server.Request()); // nothing is paused
    }

    [Fact]
    public async Task SecondProof_ThePassword_IsAskedOfThePersonAfterTheKey()
    {
        await using var server = await OpenSshServer.StartNewAsync("AuthenticationMethods publickey,password");
        await using var portal = new SshPortal().Trusting(server);
        var person = new Person { Answers = new([[ssh.Login.Password]]) };

        await using var shell = await portal.OpenAsync(server.Request() with { Login = ssh.Login.Name }, person);

        var round = Assert.Single(person.Rounds);
        Assert.Equal((SignInMethods.PrivateKey, true, new SignInPrompt("Password", false)), (round.Accepted, round.IsPassword, Assert.Single(round.Prompts)));
        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task SecondProof_Wrong_IsOneFailedTry()
    {
        await using var server = await OpenSshServer.StartNewAsync("AuthenticationMethods publickey,password");
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 2).Trusting(server);
        var request = server.Request() with { Login = ssh.Login.Name };

        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(request, new Person { Answers = new([["wrong"]]) })).Reason);
        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(request, new Person { Answers = new([["wrong"]]) })).Reason);
        Assert.Equal(ShellFailureReason.LimitReached, (await portal.FailAsync(request, new Person())).Reason);
    }

    [Fact]
    public async Task SecondProof_AnotherKey_IsAskedOfThePersonAfterTheFirst()
    {
        await using var server = await OpenSshServer.StartNewAsync("AuthenticationMethods publickey,publickey");
        await using var portal = new SshPortal().Trusting(server);
        var second = await _keys.MakeAsync("-t ed25519");
        await File.AppendAllTextAsync(server.AuthorizedKeysFile, await File.ReadAllTextAsync($"{second}.pub"));
        var person = new Person { SignsInWith = new PrivateKeyCredential(await File.ReadAllTextAsync(second), passphrase: null) };

        await using var shell = await portal.OpenAsync(server.Request(), person);

        var question = Assert.Single(person.Questions);
        Assert.Equal((SignInMethods.PrivateKey, SignInMethods.PrivateKey), (question.Accepted, question.Offered));
        Assert.Equal("ok", await new ShellScript(shell).RunAsync("echo ok"));
    }

    [Fact]
    public async Task SecondProof_TheSameKey_IsRefusedAndSaysWhy()
    {
        await using var server = await OpenSshServer.StartNewAsync("AuthenticationMethods publickey,publickey");
        await using var portal = new SshPortal().Trusting(server);

        var failure = await portal.FailAsync(server.Request(), new Person { SignsInWith = new PrivateKeyCredential(server.UserKey, passphrase: null) });

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.Contains("accepted the key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("not the same twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banner_IsTheShellsFirstOutput_AndBesideTheQuestion_WithoutControlCharacters()
    {
        var banner = Path.Combine(Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"webshell-banner-{Guid.NewGuid():N}")).FullName, "banner");
        await File.WriteAllTextAsync(banner, "Authorised use only.\n\e[2J\u202eStay \u00fcberall\tcalm.\n\n");
        try
        {
            await using var server = await OpenSshServer.StartNewAsync($"Banner {banner}\nPrintMotd no");
            await using var portal = new SshPortal().Trusting(server);
            var person = new Person { SignsInWith = new PrivateKeyCredential(server.UserKey, passphrase: null) };

            await using var shell = await portal.OpenAsync(server.Request() with { Credential = null }, person);
            var buffer = new byte[4096];
            var first = System.Text.Encoding.UTF8.GetString(buffer, 0, await Support.Within.Seconds(shell.ReadAsync(buffer, CancellationToken.None).AsTask()));

            const string Said = "Authorised use only.\n[2JStay überall    calm.\n";
            Assert.Equal(Said, Assert.Single(person.Questions).Said);
            Assert.Equal(Said, shell.Facts.Notice);
            Assert.StartsWith("Authorised use only.\r\n[2JStay überall    calm.\r\n", first, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(banner)!, recursive: true);
        }
    }

    [Fact]
    public async Task SignInTime_DoesNotRunWhileThePersonThinks()
    {
        await using var portal = new SshPortal(options => options.SignInTimeout = TimeSpan.FromSeconds(4)).Trusting(ssh.OpenSsh);
        var person = new Person { SignsInWith = new PasswordCredential(ssh.Login.Password), Thinks = Task.Delay(TimeSpan.FromSeconds(5)) };

        await using var shell = await portal.OpenAsync(AsTestLogin(), person);

        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    public void Dispose() => _keys.Dispose();

    private async Task AssertUnusableAsync(PrivateKeyCredential credential, string says)
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);

        var failure = await portal.FailAsync(ssh.OpenSsh.Request(credential: null), new Person { SignsInWith = credential });

        Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, await portal.Get<CredentialCheck>().FindFaultAsync(credential, default));
    }

    private static async Task<Person> WithKeyAsync(string file, string? passphrase, string? certificate = null) =>
        new() { SignsInWith = new PrivateKeyCredential(await File.ReadAllTextAsync(file), passphrase, certificate) };

    private ShellRequest AsTestLogin() => ssh.OpenSsh.Request(credential: null) with { Login = ssh.Login.Name };
}
