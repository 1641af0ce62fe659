using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Inventory.Links;

/// <summary>Names every mistake of the link templates; a misspelt <c>Where</c> is one, or its link would be every machine's.</summary>
internal sealed class LinkTemplateRules(IConfiguration configuration) : IValidateOptions<InventoryOptions>
{
    private const string Section = $"{InventoryOptions.Section}:{nameof(InventoryOptions.LinkTemplates)}";

    private static readonly string[] Keys = [nameof(LinkTemplateOptions.Title), nameof(LinkTemplateOptions.Url), nameof(LinkTemplateOptions.Where)];

    public ValidateOptionsResult Validate(string? name, InventoryOptions options)
    {
        string[] mistakes =
        [
            .. options.LinkTemplates.Count > LinkTemplates.Most ? [$"{Section}: there are {options.LinkTemplates.Count}, and at most {LinkTemplates.Most} are read."] : Array.Empty<string>(),
            .. options.LinkTemplates.Take(LinkTemplates.Most).SelectMany((template, at) => LinkTemplate.Mistakes(template).Select(mistake => $"{Section}:{at}: {mistake}")),
            .. configuration.GetSection(Section).GetChildren().SelectMany(entry => entry.GetChildren())
                .Where(child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).Select(child => $"{child.Path} is not a key; those of a link template are: {string.Join(", ", Keys)}."),
        ];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
