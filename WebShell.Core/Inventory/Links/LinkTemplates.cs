using Microsoft.Extensions.Options;

namespace WebShell.Core.Inventory.Links;

/// <summary>The links that machines have by their labels (<c>WebShell:Inventory:LinkTemplates</c>), besides their own.</summary>
public sealed class LinkTemplates(IOptions<InventoryOptions> options)
{
    /// <summary>More are a mistake.</summary>
    public const int Most = 50;

    private readonly LinkTemplate[] _templates = [.. options.Value.LinkTemplates.Select(template => new LinkTemplate(template))];

    /// <summary>The machine's links, in the order of the templates.</summary>
    public IReadOnlyList<MachineLink> For(Vm vm) => [.. _templates.Select(template => template.For(vm)).OfType<MachineLink>()];
}
