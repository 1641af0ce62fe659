using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats;

/// <summary>One machine of <see cref="YamlFormat"/>: every mistake is named, with its line where that is not the machine's own.</summary>
internal static class YamlMachine
{
    private static readonly string[] Keys =
    [
        "name", "address", "port", "otherAddresses", "login", "logins", "jump", "jumps", "labels", "os", "owner", "notes", "links", "console",
        "credential", "hostKeyPolicy", "allowLoopback", "algorithms",
    ];

    public static void Read(YamlMappingNode node, ListingBuilder listing)
    {
        var fields = new YamlFields(node, Keys, "a machine");
        var machine = new ListedMachine
        {
            Name = fields.Required("name", VmValidation.Name),
            Place = $"line {node.Start.Line}",
            Address = fields.Required("address", VmValidation.Address),
            OtherAddresses = fields.Texts("otherAddresses", "an address", VmValidation.Address),
            Port = Port(fields),
            Logins = Logins(fields),
            Jumps = Jumps(fields),
            Labels = Labels(fields),
            OperatingSystem = fields.Text("os", text => VmValidation.Text("os", text)),
            Owner = fields.Text("owner", text => VmValidation.Text("owner", text)),
            Notes = fields.Text("notes", VmValidation.Notes),
            Links = Links(fields),
            ConsoleUrl = fields.Text("console", url => VmValidation.Url("console", url)),
            Credential = fields.Text("credential", VmValidation.Credential),
            HostKeyPolicy = fields.Text("hostKeyPolicy", VmValidation.HostKeyPolicy),
            AllowLoopback = Flag(fields, "allowLoopback"),
            AllowsLegacyAlgorithms = fields.Text("algorithms", VmValidation.Algorithms) is { } profile ? profile == VmValidation.LegacyAlgorithms : null,
        };
        listing.Add(machine, fields.Mistakes);
    }

    private static int? Port(YamlFields fields)
    {
        int? port = null;
        _ = fields.Text("port", text =>
        {
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            port = isNumber ? number : null;
            return isNumber ? VmValidation.Port(number) : "port must be a number between 1 and 65535.";
        });
        return port;
    }

    private static IReadOnlyList<string>? Logins(YamlFields fields)
    {
        if (fields.Has("login") == fields.Has("logins"))
        {
            fields.Mistake("a machine needs either 'login' or 'logins'.");
            return null;
        }

        if (fields.Has("login"))
        {
            return [fields.Required("login", VmValidation.Login)];
        }

        var logins = fields.Texts("logins", "a login", VmValidation.Login) ?? [];
        fields.Check("logins", logins.Count is < 1 or > VmValidation.MaxLogins ? $"logins must list 1 to {VmValidation.MaxLogins} names." : null);
        return logins;
    }

    private static IReadOnlyList<string>? Jumps(YamlFields fields)
    {
        if (fields.Has("jump") && fields.Has("jumps"))
        {
            fields.Mistake("a machine has either 'jump' or 'jumps'.");
        }

        if (fields.Has("jump"))
        {
            return [fields.Required("jump", VmValidation.Jump)];
        }

        var jumps = fields.Texts("jumps", "a jump", VmValidation.Jump);
        fields.Check("jumps", jumps?.Count > VmValidation.MaxJumps ? $"a machine has at most {VmValidation.MaxJumps} jumps." : null);
        return jumps;
    }

    private static Dictionary<string, string>? Labels(YamlFields fields)
    {
        if (fields.Mapping("labels", "labels must be a mapping (env: prod).") is not { } mapping)
        {
            return null;
        }

        var labels = new Dictionary<string, string>();
        foreach (var (key, value) in mapping.Children)
        {
            labels[fields.Checked(key, "a label's key", VmValidation.LabelKey)] = fields.Checked(value, "a label's value", VmValidation.LabelValue);
        }

        fields.Check("labels", labels.Count > VmValidation.MaxLabels ? $"a machine has at most {VmValidation.MaxLabels} labels." : null);
        return labels;
    }

    private static List<MachineLink>? Links(YamlFields fields)
    {
        if (fields.List("links") is not { } items)
        {
            return null;
        }

        var links = new List<MachineLink>();
        foreach (var item in items)
        {
            if (item is not YamlMappingNode mapping)
            {
                fields.Mistake(item, "a link must be a mapping (title: …, url: …).");
                continue;
            }

            var link = fields.Inner(mapping, ["title", "url"], "a link");
            links.Add(new MachineLink(link.Required("title", title => VmValidation.Text("link title", title)), link.Required("url", url => VmValidation.Url("link", url))));
        }

        return links;
    }

    private static bool? Flag(YamlFields fields, string key) =>
        fields.Text(key, flag => flag is "true" or "false" ? null : $"{key} must be true or false.") is { } text ? text == "true" : null;
}
