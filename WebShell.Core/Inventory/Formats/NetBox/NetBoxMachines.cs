using System.Text.Json;

namespace WebShell.Core.Inventory.Formats.NetBox;

/// <summary>
/// Makes machines of NetBox's virtual machines and devices: the primary address without its mask, platform and tenant as OS and owner, status,
/// role, site, tenant, platform, cluster, tags and custom fields of single values as labels.
/// </summary>
internal static class NetBoxMachines
{
    private static readonly string[] Objects = ["role", "device_role", "site", "tenant", "platform", "cluster", "location", "rack"];

    public static void Read(JsonElement machine, string place, IReadOnlyList<string> defaultLogins, ListingBuilder listing)
    {
        var name = Text(machine, "name");
        if (machine.ValueKind != JsonValueKind.Object || string.IsNullOrEmpty(name))
        {
            listing.Reject(place, null, ["it has no name."]);
            return;
        }

        if (Address(machine, "primary_ip") is not { } address)
        {
            listing.Ignore($"{ShownText.Of(name)}, which has no primary address ({place})");
            return;
        }

        string[] others = [.. new[] { Address(machine, "primary_ip4"), Address(machine, "primary_ip6"), Address(machine, "oob_ip") }.OfType<string>().Where(other => other != address).Distinct()];
        listing.Add(new ListedMachine
        {
            Name = name,
            Place = place,
            Address = address,
            OtherAddresses = others.Length == 0 ? null : others,
            Logins = defaultLogins.Count > 0 ? defaultLogins : null,
            OperatingSystem = Named(machine, "platform"),
            Owner = Named(machine, "tenant"),
            Labels = Labels(machine),
            Notes = Notes(machine),
            Links = Text(machine, "display_url") is { } url && VmValidation.Url("link", url) is null ? [new MachineLink("NetBox", url)] : null,
        });
    }

    private static Dictionary<string, string> Labels(JsonElement machine)
    {
        var labels = new Dictionary<string, string>();
        Label(labels, "status", Property(machine, "status") is { } status ? Text(status, "value") : null);
        foreach (var key in Objects)
        {
            Label(labels, key == "device_role" ? "role" : key, Property(machine, key) is { } one ? Text(one, "slug") ?? Text(one, "name") : null);
        }

        if (Property(machine, "tags") is { ValueKind: JsonValueKind.Array } tags)
        {
            foreach (var tag in tags.EnumerateArray())
            {
                Label(labels, $"tag/{Text(tag, "slug")}", "yes");
            }
        }

        if (Property(machine, "custom_fields") is { ValueKind: JsonValueKind.Object } fields)
        {
            foreach (var field in fields.EnumerateObject())
            {
                Label(labels, field.Name, field.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? field.Value.GetRawText() : AsText(field.Value));
            }
        }

        return labels;
    }

    // What cannot be a label is left out: a machine is not worth less for a long custom field.
    private static void Label(Dictionary<string, string> labels, string key, string? value)
    {
        if (value is not null && VmValidation.LabelKey(key) is null && VmValidation.LabelValue(value) is null && labels.Count < VmValidation.MaxLabels)
        {
            _ = labels.TryAdd(key, value);
        }
    }

    private static string? Notes(JsonElement machine)
    {
        var notes = string.Join("\n\n", new[] { Text(machine, "description"), Text(machine, "comments") }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return notes.Length > 0 && VmValidation.Notes(notes) is null ? notes : null;
    }

    // As NetBox writes it, with the mask: 10.0.0.5/24.
    private static string? Address(JsonElement machine, string key) =>
        Property(machine, key) is { } ip && Text(ip, "address") is { Length: > 0 } text ? text.Split('/')[0] : null;

    private static string? Named(JsonElement machine, string key) =>
        Property(machine, key) is { } one && Text(one, "name") is { Length: > 0 } name && VmValidation.Text(key, name) is null ? name : null;

    private static string? Text(JsonElement element, string key) => Property(element, key) is { } value ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Property(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
