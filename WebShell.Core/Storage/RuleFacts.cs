using System.Text.Json;
using System.Text.Json.Serialization;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Storage;

/// <summary>What a rule says, as JSON; times and hours as files write them. The names are stable: databases have them.</summary>
internal sealed record RuleFacts
{
    public bool Denies { get; init; }

    public bool Everybody { get; init; }

    public IReadOnlyList<string>? Users { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Null: all machines.</summary>
    public RuleLabels? Where { get; init; }

    public required IReadOnlyList<string> As { get; init; }

    public RuleActivities What { get; init; }

    public IReadOnlyList<string>? Hours { get; init; }

    public string? Zone { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Until { get; init; }

    public IReadOnlyList<string>? From { get; init; }

    public string? GrantedBy { get; init; }

    public string? GrantedWhy { get; init; }

    public static string Write(AccessRule rule) => JsonSerializer.Serialize(
        new RuleFacts
        {
            Denies = rule.Effect == RuleEffect.Deny,
            Everybody = rule.Who.IsEverybody,
            Users = rule.Who.Users,
            Groups = rule.Who.Groups,
            Where = rule.Where is { } query ? new RuleLabels { Has = Pairs(query.Labels), HasNot = Pairs(query.ExcludedLabels) } : null,
            As = rule.Logins,
            What = rule.What,
            Hours = [.. rule.When.Hours.Select(hours => hours.ToString())],
            Zone = rule.When.Zone,
            NotBefore = rule.When.NotBefore,
            Until = rule.When.Until,
            From = rule.From,
            GrantedBy = rule.Granted?.By,
            GrantedWhy = rule.Granted?.Why,
        },
        RuleJson.Default.RuleFacts);

    /// <exception cref="JsonException">It is not what <see cref="Write"/> writes.</exception>
    public static AccessRule Read(string id, string name, string json)
    {
        var facts = JsonSerializer.Deserialize(json, RuleJson.Default.RuleFacts) ?? throw new JsonException("There is nothing.");
        return new AccessRule
        {
            Id = id,
            Name = name,
            Effect = facts.Denies ? RuleEffect.Deny : RuleEffect.Allow,
            Who = new RulePeople(facts.Everybody, facts.Users ?? [], facts.Groups ?? []),
            Where = facts.Where is { } labels ? new VmQuery { Labels = Pairs(labels.Has), ExcludedLabels = Pairs(labels.HasNot) } : null,
            Logins = facts.As,
            What = facts.What,
            When = new RuleTimes { Hours = [.. (facts.Hours ?? []).Select(HoursOf)], Zone = facts.Zone, NotBefore = facts.NotBefore, Until = facts.Until },
            From = facts.From ?? [],
            Granted = facts is { GrantedBy: { } by, GrantedWhy: { } why } ? new RuleGrant(by, why) : null,
        };
    }

    private static RuleHours HoursOf(string text) => RuleHours.Parse(text) is { Hours: { } hours } ? hours : throw new JsonException($"'{text}' are no hours.");

    private static string[][] Pairs(IEnumerable<KeyValuePair<string, string>> labels) => [.. labels.Select(label => new[] { label.Key, label.Value })];

    private static KeyValuePair<string, string>[] Pairs(string[][]? labels) =>
        [.. (labels ?? []).Select(label => label is [var key, var value] ? KeyValuePair.Create(key, value) : throw new JsonException("A label has a key and a value."))];
}

/// <summary>The labels and fields that machines of a rule have, and have not; pairs, because a key may be asked for twice.</summary>
internal sealed record RuleLabels
{
    public string[][]? Has { get; init; }

    public string[][]? HasNot { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RuleFacts))]
internal sealed partial class RuleJson : JsonSerializerContext;
