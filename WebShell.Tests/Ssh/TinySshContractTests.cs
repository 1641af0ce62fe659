using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

[Collection(Support.SshServers.SshServers.Name)]
public sealed class TinySshContractTests(TinySshContractTests.Machine machine) : SshShellContractTests, IClassFixture<TinySshContractTests.Machine>
{
    protected override Task<IShell> OpenAsync(TerminalSize size) => machine.OpenAsync(size);

    /// <summary>A TinySSH with a login. It looks into homes only that lie in folders which nobody else may write to.</summary>
    public sealed class Machine : IAsyncLifetime
    {
        private const string Homes = "/run";

        private readonly SshPortal _portal = new();
        private TinySshServer _server = null!;
        private TestLogin _login = null!;

        public async Task InitializeAsync()
        {
            _server = await TinySshServer.StartNewAsync();
            _login = await TestLogin.CreateAsync(homes: Homes);
            await _login.AuthorizeAsync(_server.UserKeyFile + ".pub");
            _portal.HostKeys.Pin(_server.Name, _server.HostKey, "test");
            _portal.Credentials.Set("tiny", new PrivateKeyCredential(_server.UserKey, null));
        }

        public async Task DisposeAsync()
        {
            await _portal.DisposeAsync();
            await _server.DisposeAsync();
            await _login.DisposeAsync();
        }

        internal Task<IShell> OpenAsync(TerminalSize size) => _portal.OpenAsync(_server.Request("tiny") with { Login = _login.Name, Size = size });
    }
}
