using WebShell.Core.Audit;
using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>Gives a connection its shared credential: the one in order, only on a machine that is as it was confirmed, and only after the use is in the audit log.</summary>
internal sealed class SharedChooser(ISharedCredentialTable table, VmInventory inventory, SharedSecret secrets, IAuditLog audit, TimeProvider time) : ISharedCredentials
{
    public async Task<SharedUse?> ChooseAsync(SharedQuestion question, CancellationToken cancellationToken)
    {
        if (inventory.Find(question.Slug) is not { } vm)
        {
            return null;
        }

        var fitting = SharedOrder.Of(await table.ListAsync(cancellationToken), vm, question.Login);
        if (fitting is not [var row, ..])
        {
            return null;
        }

        var binding = await table.BindingAsync(row.Id, vm.Slug, cancellationToken);
        if (StateOf(binding, question) is var state && state != BindingState.Confirmed)
        {
            await NoteAsync(AuditKind.CredentialSuspended, row, vm, question, new() { ["why"] = $"it {SharedWords.State(state)}", ["address"] = question.Address, ["host key"] = question.Print }, cancellationToken);
            throw new SharedCredentialException(
                $"{vm.Name} {SharedWords.State(state)}, so {SharedWords.Title(row)} was not used. {Owner(row)} or an administrator confirms the machine on the page Credentials; you can sign in with something of your own meanwhile.");
        }

        var (credential, signer) = Open(row);
        await NoteAsync(AuditKind.CredentialUsed, row, vm, question, new() { ["login"] = question.Login }, cancellationToken);
        await table.NoteUseAsync(row.Id, time.GetUtcNow(), question.RequestedBy, vm.Name, cancellationToken);
        return new SharedUse($"{SharedWords.Title(row)}{SharedOrder.Reason(fitting, vm, question.Login)}", credential, signer);
    }

    // What is asked here is what was met, not what is pinned: a key that was accepted just now, under an old pin, counts as little.
    private static BindingState StateOf(SharedBinding? binding, SharedQuestion question) =>
        binding is null ? BindingState.NewMachine
        : binding.Address != question.Address ? BindingState.AddressChanged
        : binding.Has(question.Print) ? BindingState.Confirmed
        : BindingState.HostKeyChanged;

    private static string Owner(SharedCredential row) => row.Owner.Split(':', 2) is [_, var name] ? $"Its owner ({name})" : "Its owner";

    private (Credential? Credential, Authority.ICertificateSigner? Signer) Open(SharedCredential row)
    {
        try
        {
            return secrets.Open(row);
        }
        catch (SecretUnreadableException e)
        {
            throw new SharedCredentialException($"{SharedWords.Title(row)} cannot be opened. Tell an administrator.", e);
        }
    }

    private ValueTask NoteAsync(AuditKind kind, SharedCredential row, Vm vm, SharedQuestion question, Dictionary<string, string> details, CancellationToken cancellationToken)
    {
        details["credential"] = row.Name;
        return audit.WriteAsync(
            new AuditEvent(kind, question.RequesterId, question.RequestedBy, vm.Name, details) { SessionId = question.SessionId.Length == 0 ? null : question.SessionId }, cancellationToken);
    }
}
