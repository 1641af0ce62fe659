using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>The person, as asked about a machine on the way: every question says where the way leads.</summary>
internal sealed class HopDialogue(IShellDialogue person, string onTheWayTo) : IShellDialogue
{
    public void Report(ShellOpeningStep step) => person.Report(step);

    public void ReportMachine(string vmName) => person.ReportMachine(vmName);

    public void ReportFact(string fact) => person.ReportFact(fact);

    public void ReportRetry(ConnectRetry retry) => person.ReportRetry(retry);

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) =>
        person.AcceptHostKeyAsync(offer with { OnTheWayTo = onTheWayTo }, cancellationToken);

    public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) =>
        person.AskSignInAsync(question with { OnTheWayTo = onTheWayTo }, cancellationToken);

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        person.AskPromptsAsync(question with { OnTheWayTo = onTheWayTo }, cancellationToken);
}
