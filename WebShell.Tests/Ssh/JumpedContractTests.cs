using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A shell through a jump host is a shell like every other.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class JumpedContractTests(JumpChain chain) : SshShellContractTests, IClassFixture<JumpChain>, IAsyncLifetime
{
    private SshPortal _portal = null!;

    public Task InitializeAsync()
    {
        _portal = chain.NewPortal();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    protected override Task<IShell> OpenAsync(TerminalSize size) => _portal.OpenAsync(JumpChain.Through(chain.Gate, chain.Vault) with { Size = size });
}
