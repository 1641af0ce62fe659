using System.Globalization;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Writes machines in the portal's own form, which <see cref="YamlFormat"/> reads back the same.</summary>
public static class YamlExport
{
    public static void Write(IEnumerable<Vm> machines, TextWriter output)
    {
        var yaml = new YamlWriter(output);
        yaml.Document("machines", machines, vm => Write(vm, yaml));
    }

    private static void Write(Vm vm, YamlWriter yaml)
    {
        yaml.Text("name", vm.Name);
        yaml.Text("address", vm.Address);
        yaml.List("otherAddresses", vm.OtherAddresses);
        yaml.Text("port", vm.Port == 22 ? "" : vm.Port.ToString(CultureInfo.InvariantCulture));
        yaml.List("logins", vm.Logins);
        yaml.List("jumps", vm.Jumps);
        yaml.Map("labels", vm.Labels);
        yaml.Text("os", vm.OperatingSystem);
        yaml.Text("owner", vm.Owner);
        yaml.Text("credential", vm.Credential);
        yaml.Text("hostKeyPolicy", vm.HostKeyPolicy);
        yaml.Text("algorithms", vm.AllowsLegacyAlgorithms ? VmValidation.LegacyAlgorithms : null);
        yaml.Text("allowLoopback", vm.AllowLoopback ? "true" : null);
        yaml.Text("console", vm.ConsoleUrl);
        yaml.Text("notes", vm.Notes);
        if (vm.Links.Count > 0)
        {
            yaml.Items("links", vm.Links, link =>
            {
                yaml.Text("title", link.Title);
                yaml.Text("url", link.Url);
            });
        }
    }
}
