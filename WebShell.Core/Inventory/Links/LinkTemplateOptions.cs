namespace WebShell.Core.Inventory.Links;

/// <summary>One link that many machines have; an entry of <c>WebShell:Inventory:LinkTemplates</c>.</summary>
public sealed class LinkTemplateOptions
{
    /// <summary>What the link says.</summary>
    public string Title { get; set; } = "";

    /// <summary>Its address, http or https, with <c>{name}</c>, <c>{slug}</c>, <c>{address}</c> and <c>{label.KEY}</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>The labels and fields of the machines that have it, as in a search (<c>env:prod -site:ams2</c>). Default: all.</summary>
    public string Where { get; set; } = "";
}
