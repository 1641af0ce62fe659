using System.Diagnostics;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Keys in a real ssh-agent, used only where an administrator configured its socket.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class AgentTests(SshFixture ssh) : IAsyncLifetime
{
    private readonly UserKeys _keys = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-agent-").FullName;
    private Process _agent = null!;

    private string Socket => Path.Combine(_directory, "agent");

    [Theory]
    [InlineData("-t ed25519")]
    [InlineData("-t ecdsa -b 256")]
    [InlineData("-t rsa -b 2048")]
    public async Task Key_InTheConfiguredAgent_OpensAShell(string kind)
    {
        var (other, key) = (await HoldAsync("-t ed25519"), await HoldAsync(kind));
        await File.AppendAllTextAsync(ssh.OpenSsh.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        await using var portal = await PortalAsync(Socket, key);

        await using var shell = await portal.OpenAsync(ssh.OpenSsh.Request("agent"));

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
        Assert.NotEqual(other, key);
    }

    [Fact]
    public async Task Key_TheMachineDoesNotKnow_IsOneFailedTry_WhateverElseTheAgentHolds()
    {
        var (known, key) = (await HoldAsync("-t ed25519"), await HoldAsync("-t ed25519"));
        await File.AppendAllTextAsync(ssh.OpenSsh.AuthorizedKeysFile, await File.ReadAllTextAsync(known + ".pub"));
        await using var portal = await PortalAsync(Socket, key);

        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(ssh.OpenSsh.Request("agent"))).Reason);
    }

    [Fact]
    public async Task Key_NotInTheAgent_NoAgentThere_NoneConfigured_AreUnusable()
    {
        var key = await _keys.MakeAsync("-t ed25519");
        await File.AppendAllTextAsync(ssh.OpenSsh.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        foreach (var socket in new[] { Socket, Path.Combine(_directory, "nowhere"), null })
        {
            await using var portal = await PortalAsync(socket, key);

            var failure = await portal.FailAsync(ssh.OpenSsh.Request("agent"));

            Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
            Assert.Contains(socket is null ? "no agent is configured" : "the agent does not answer", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_ThenPassword_AsksThePerson()
    {
        var key = await HoldAsync("-t ed25519");
        await using var server = await OpenSshServer.StartNewAsync("AuthenticationMethods publickey,password");
        await File.AppendAllTextAsync(server.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        await using var portal = (await PortalAsync(Socket, key)).Trusting(server);
        var person = new Person { Answers = new([[ssh.Login.Password]]) };

        await using var shell = await portal.OpenAsync(server.Request("agent") with { Login = ssh.Login.Name }, person);

        Assert.Single(person.Rounds);
    }

    public async Task InitializeAsync()
    {
        _agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", Socket]) { RedirectStandardOutput = true })!;
        var clock = Stopwatch.StartNew();
        while (!File.Exists(Socket) && clock.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(10);
        }
    }

    public async Task DisposeAsync()
    {
        _agent.Kill();
        await Within.Seconds(_agent.WaitForExitAsync());
        _agent.Dispose();
        _keys.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string> HoldAsync(string kind)
    {
        var key = await _keys.MakeAsync(kind);
        using var add = Process.Start(new ProcessStartInfo("ssh-add", ["-q", key]) { Environment = { ["SSH_AUTH_SOCK"] = Socket }, RedirectStandardError = true })!;
        await Within.Seconds(add.WaitForExitAsync());
        Assert.Equal(0, add.ExitCode);
        return key;
    }

    private async Task<SshPortal> PortalAsync(string? socket, string key)
    {
        var portal = new SshPortal(options => options.AgentSocket = socket).Trusting(ssh.OpenSsh);
        portal.Credentials.Set("agent", new AgentKeyCredential(await File.ReadAllTextAsync(key + ".pub")));
        return portal;
    }
}
