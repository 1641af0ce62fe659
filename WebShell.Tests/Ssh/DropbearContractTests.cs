using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

[Collection(Support.SshServers.SshServers.Name)]
public sealed class DropbearContractTests(SshFixture ssh) : SshShellContractTests
{
    protected override Task<IShell> OpenAsync(TerminalSize size) => ssh.Portal.OpenAsync(ssh.OnDropbear() with { Size = size });
}
