namespace WebShell.Core.Ssh.HostKeys;

/// <summary>What an import would do; nothing is done yet.</summary>
/// <param name="Rows">In the file's order; a line that fits several machines has a row for each.</param>
public sealed record HostKeyImportPlan(IReadOnlyList<HostKeyImportRow> Rows)
{
    /// <summary>The rows that change something.</summary>
    public IEnumerable<HostKeyImportRow> Changes => Rows.Where(row => row.IsChange);
}

/// <summary>One line of an imported file, for one machine.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="VmName">The machine; for a revoked key the names it is for, perhaps a pattern; empty when it fits none.</param>
/// <param name="Key">Null when the line could not be read.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Explanation">A sentence.</param>
public sealed record HostKeyImportRow(int Line, string VmName, HostKey? Key, HostKeyImportOutcome Outcome, string Explanation)
{
    public bool IsChange => Outcome is HostKeyImportOutcome.Pins or HostKeyImportOutcome.Revokes;
}

/// <summary>What becomes of a line of an imported file.</summary>
public enum HostKeyImportOutcome
{
    /// <summary>Its key is pinned: the machine had none, or none of this type.</summary>
    Pins,

    /// <summary>Its key is refused from now on.</summary>
    Revokes,

    /// <summary>It is there already.</summary>
    Known,

    /// <summary>The machine has another key of this type, or this key is revoked: it is left as it is.</summary>
    Conflicts,

    /// <summary>No machine of the inventory has this name or address.</summary>
    NoMachine,

    /// <summary>A certificate authority, or a key too weak to be trusted.</summary>
    NotSupported,

    /// <summary>Not an entry of a known_hosts file.</summary>
    Malformed,
}
