using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory.Links;

namespace WebShell.Core.Inventory;

/// <summary>Where machines are listed; the section <c>WebShell:Inventory</c>.</summary>
public sealed class InventoryOptions
{
    public const string Section = "WebShell:Inventory";

    /// <summary>The file with the machines (docs/inventory.md), absolute or relative to the working directory. Default: none.</summary>
    [MinLength(1)]
    public string? File { get; set; }

    /// <summary>The folder in which sources that administrators add in the page may name files. Default: <c>inventory</c> in the data directory.</summary>
    [MinLength(1)]
    public string? SourcesFolder { get; set; }

    /// <summary>The folder in which such sources may name the file with their token; nothing else belongs there. Default: <c>inventory-tokens</c> in the data directory.</summary>
    [MinLength(1)]
    public string? TokensFolder { get; set; }

    /// <summary>The logins of machines whose source names none (CSV, ssh_config, Ansible, NetBox), the usual one first. Default: none, and such machines are rejected.</summary>
    [MaxLength(VmValidation.MaxLogins)]
    public IList<string> DefaultLogins { get; set; } = [];

    /// <summary>Links that machines have by their labels. Default: none.</summary>
    public IList<LinkTemplateOptions> LinkTemplates { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class InventoryOptionsValidator : IValidateOptions<InventoryOptions>;
