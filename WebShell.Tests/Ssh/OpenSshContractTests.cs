using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

[Collection(Support.SshServers.SshServers.Name)]
public sealed class OpenSshContractTests(SshFixture ssh) : SshShellContractTests
{
    protected override Task<IShell> OpenAsync(TerminalSize size) => ssh.Portal.OpenAsync(ssh.OpenSsh.Request() with { Size = size });
}
