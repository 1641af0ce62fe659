namespace WebShell.Core.Inventory;

/// <summary>Somewhere machines are listed. A source gives all of them or fails: nothing is half-loaded.</summary>
public interface IInventorySource
{
    /// <summary>What the user calls it, e.g. a file name.</summary>
    string Name { get; }

    /// <summary>Differs from its last value when the source should be read again; cheap to ask. Null: it never changes by itself.</summary>
    object? Version => null;

    /// <summary>True where every machine was checked (<see cref="VmValidation"/>) before it came into the source.</summary>
    bool IsChecked => false;

    /// <summary>False while more is known to come: the inventory is not loaded before.</summary>
    bool IsComplete => true;

    /// <summary>What its user should know besides, a sentence each; the machines count all the same.</summary>
    IReadOnlyList<string> Problems => [];

    /// <exception cref="InventoryException">The list could not be read or has mistakes; the message names every one.</exception>
    ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken);
}
