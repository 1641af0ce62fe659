using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

public sealed class SmokeTests
{
    [Fact]
    public async Task Shell_OpenedOnOpenSsh_AnswersACommand()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);

        await using var shell = await portal.OpenAsync(server.Request());

        Assert.Equal("42", await new ShellScript(shell).RunAsync("echo $((6*7))"));
    }
}
