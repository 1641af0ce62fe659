namespace WebShell.Core.Inventory.Formats;

/// <summary>A way of writing machines down. Reading it is a pure function of the text and what it includes.</summary>
public interface IListingFormat
{
    /// <summary>As a configuration names it: <c>yaml</c>, <c>csv</c>, <c>ssh_config</c>, <c>ansible</c>, <c>netbox</c>.</summary>
    string Name { get; }

    /// <summary>Whether a file of that name that begins like that is most likely of this format.</summary>
    bool Recognises(string fileName, string head);

    /// <summary>One bad machine is a <see cref="Rejection"/>, the rest go on.</summary>
    /// <exception cref="InventoryException">It is not such a file at all; the message names every mistake.</exception>
    Listing Read(ListingText text, CancellationToken cancellationToken);
}
