using WebShell.Core.Shells;

namespace WebShell.App.Demo;

/// <summary>Opens shells that echo; stands in where no SSH backend is registered.</summary>
internal sealed class EchoConnector : IShellConnector
{
    public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        dialogue.Report(ShellOpeningStep.Open);
        return Task.FromResult<IShell>(new EchoShell());
    }
}
