using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>
/// Which of several shared credentials a connection uses: only those whose machines and login fit; the one that the inventory names before
/// all; one for this login before one for any; more terms before fewer; the older before the newer. One is used, never the next.
/// </summary>
internal static class SharedOrder
{
    /// <summary>Those that fit, the one that is used first.</summary>
    public static IReadOnlyList<SharedCredential> Of(IEnumerable<SharedCredential> all, Vm vm, string login) =>
    [
        .. all.Where(row => row.Login == SharedCredential.AnyLogin || row.Login == login)
            .Select(row => (Row: row, Scope: new SharedScope(row.Machines)))
            .Where(entry => entry.Scope.Includes(vm))
            .OrderByDescending(entry => entry.Row.NameKey == vm.Credential?.ToLowerInvariant())
            .ThenByDescending(entry => entry.Row.Login == login)
            .ThenByDescending(entry => entry.Scope.Terms)
            .ThenBy(entry => entry.Row.AddedAt).ThenBy(entry => entry.Row.Id)
            .Select(entry => entry.Row),
    ];

    /// <summary>Why the first was used and the second was not, in words; empty where there was no other.</summary>
    public static string Reason(IReadOnlyList<SharedCredential> inOrder, Vm vm, string login) => inOrder is not [var used, var next, ..] ? ""
        : $" ({(used.NameKey == vm.Credential?.ToLowerInvariant() ? "the inventory names it"
            : used.Login != next.Login ? $"it is for {login}"
            : new SharedScope(used.Machines).Terms != new SharedScope(next.Machines).Terms ? "its machines are named more closely"
            : "it is the older one")}, before {SharedWords.Title(next)})";
}
