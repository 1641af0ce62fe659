using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Links;

/// <summary>A link for the machines that it is meant for: what it takes from a machine is escaped, and a machine that lacks it has no link.</summary>
internal sealed partial class LinkTemplate(LinkTemplateOptions options)
{
    private static readonly Dictionary<string, Func<Vm, string>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = vm => vm.Name,
        ["slug"] = vm => vm.Slug,
        ["address"] = vm => vm.Address,
    };

    private readonly VmQuery _where = VmQuery.Parse(options.Where);

    /// <summary>Every mistake of the template, a sentence each; empty: it can be used.</summary>
    public static IEnumerable<string> Mistakes(LinkTemplateOptions options)
    {
        if (options.Title.Length == 0)
        {
            yield return "Title is missing.";
        }
        else if (VmValidation.Text("Title", options.Title) is { } title)
        {
            yield return title;
        }

        var unknown = Placeholder().Matches(options.Url).Select(match => match.Groups[1].Value).Where(name => !IsKnown(name)).ToArray();
        if (unknown.Length > 0)
        {
            yield return $"Url has {string.Join(", ", unknown.Select(name => VmValidation.Quoted($"{{{name}}}")))}; there are {{name}}, {{slug}}, {{address}} and {{label.KEY}}.";
        }

        var example = Placeholder().Replace(options.Url, "x");
        if (example.AsSpan().ContainsAny('{', '}'))
        {
            yield return $"Url {VmValidation.Quoted(options.Url)} has a brace without its other half.";
        }
        else if (VmValidation.Url("Url", example) is not null)
        {
            yield return $"Url {VmValidation.Quoted(options.Url)} is not an address that begins with http:// or https:// (at most {VmValidation.MaxUrlLength} characters).";
        }

        var where = VmQuery.Parse(options.Where);
        string[] words = [.. where.Words, .. where.ExcludedWords, .. where.States.Concat(where.ExcludedStates).Select(state => $"{VmQuery.StateKey}:{state}")];
        if (words.Length > 0)
        {
            yield return $"Where has {string.Join(", ", words.Select(VmValidation.Quoted))}; only labels and fields can be asked for, as in env:prod or os:debian*.";
        }
    }

    /// <summary>The machine's link; null: it is not meant, or lacks something that the address needs.</summary>
    public MachineLink? For(Vm vm)
    {
        if (!_where.Labels.All(label => Has(vm, label)) || _where.ExcludedLabels.Any(label => Has(vm, label)))
        {
            return null;
        }

        var lacks = false;
        var url = Placeholder().Replace(options.Url, match =>
        {
            var value = ValueOf(vm, match.Groups[1].Value);
            lacks |= value.Length == 0;
            return Uri.EscapeDataString(value);
        });

        // A value may stand where an address cannot have it, as in https://{label.site}.example/ with a blank.
        return lacks || VmValidation.Url("Url", url) is not null ? null : new MachineLink(options.Title, url);
    }

    private static bool IsKnown(string name) => Fields.ContainsKey(name) || (LabelOf(name) is { } key && VmValidation.LabelKey(key) is null);

    private static string ValueOf(Vm vm, string name) => Fields.TryGetValue(name, out var field) ? field(vm) : VmField.ValueOf(vm, name);

    private static string? LabelOf(string name) => name.StartsWith(VmField.LabelPrefix, StringComparison.OrdinalIgnoreCase) ? name[VmField.LabelPrefix.Length..] : null;

    private static bool Has(Vm vm, KeyValuePair<string, string> wanted)
    {
        var pattern = new ValuePattern(wanted.Value);
        return VmField.ValuesOf(vm, wanted.Key).Append(VmField.ValueOf(vm, VmField.LabelPrefix + VmField.KeyOf(wanted.Key)))
            .Any(value => value.Length > 0 && pattern.Matches(value));
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}
