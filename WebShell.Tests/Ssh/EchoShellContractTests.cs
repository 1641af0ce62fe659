using WebShell.Core.Shells;

namespace WebShell.Tests.Ssh;

/// <summary>The double keeps the contract too, or tests against it would prove nothing.</summary>
public sealed class EchoShellContractTests : ShellContractTests
{
    protected override Task<IShell> OpenAsync() => Task.FromResult<IShell>(new EchoShell());

    protected override Task<IShell> OpenRawEchoAsync() => OpenAsync();
}
