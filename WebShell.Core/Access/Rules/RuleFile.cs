using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Access.Rules;

/// <summary>Reads rules that were written as YAML: all of them, or every mistake with its line. A file with a mistake gives no rule at all.</summary>
public static class RuleFile
{
    /// <summary>Some ten times what <see cref="RuleValidation.MaxRules"/> rules usually take.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    internal const string Everybody = "everybody";

    private const int MaxNamedMistakes = 100;

    public static RuleReading Read(string text, CancellationToken cancellationToken)
    {
        if (text.Length > MaxCharacters)
        {
            return RuleReading.Of([$"The file is longer than {MaxCharacters / 1024 / 1024} MiB."]);
        }

        try
        {
            return YamlDocumentLoader.Load(text, cancellationToken) is YamlMappingNode root
                ? Read(root)
                : RuleReading.Of(["The file must be one mapping with the key 'rules'."]);
        }
        catch (InventoryException e)
        {
            return RuleReading.Of([e.Message]);
        }
    }

    private static RuleReading Read(YamlMappingNode root)
    {
        var file = new YamlFields(root, ["rules"], "the file");
        if (!file.Has("rules"))
        {
            file.Mistake("'rules' is missing.");
        }

        var rules = new List<AccessRule>();
        var lines = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in (file.List("rules") ?? []).Take(RuleValidation.MaxRules + 1))
        {
            if (item is not YamlMappingNode node)
            {
                file.Mistake(item, "a rule must be a mapping (id: …, name: …).");
                continue;
            }

            var rule = new RuleNode(file, node).Read();
            Once(file, node, "id", rule.Id, lines);
            Once(file, node, "name", rule.Name, lines);
            rules.Add(rule);
        }

        if (rules.Count > RuleValidation.MaxRules)
        {
            file.Mistake($"The file has more than {RuleValidation.MaxRules} rules.");
        }

        return file.Mistakes.Count == 0 ? new RuleReading(rules, []) : RuleReading.Of(Bounded(file.Mistakes));
    }

    private static void Once(YamlFields file, YamlMappingNode node, string what, string value, Dictionary<string, long> lines)
    {
        if (value.Length > 0 && !lines.TryAdd($"{what}:{value}", node.Start.Line))
        {
            file.Mistake(node, $"the {what} {VmValidation.Quoted(value)} is already that of the rule in line {lines[$"{what}:{value}"]}.");
        }
    }

    private static IReadOnlyList<string> Bounded(IReadOnlyList<string> mistakes) => mistakes.Count <= MaxNamedMistakes
        ? mistakes
        : [.. mistakes.Take(MaxNamedMistakes), $"… and {mistakes.Count - MaxNamedMistakes} more."];
}

/// <summary>What a file of rules says: the rules, or what is wrong with it.</summary>
public sealed record RuleReading(IReadOnlyList<AccessRule> Rules, IReadOnlyList<string> Mistakes)
{
    internal static RuleReading Of(IReadOnlyList<string> mistakes) => new([], mistakes);
}
