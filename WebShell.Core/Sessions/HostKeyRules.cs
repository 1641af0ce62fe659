using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Which <see cref="HostKeyPolicy"/> holds for a machine: its entry's own, else by its labels the strictest that fits.</summary>
public sealed class HostKeyRules(IOptions<HostKeyRuleOptions> options)
{
    public HostKeyPolicy Of(Vm vm)
    {
        var rules = options.Value;
        return Enum.TryParse<HostKeyPolicy>(vm.HostKeyPolicy, out var own) ? own
            : rules.PinnedOnly.Any(label => Has(vm, label)) ? HostKeyPolicy.PinnedOnly
            : rules.TrustOnFirstUse.Any(label => Has(vm, label)) ? HostKeyPolicy.TrustOnFirstUse
            : rules.Default;
    }

    private static bool Has(Vm vm, string label)
    {
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        return vm.Labels.TryGetValue(label[..colon], out var value) && value.Equals(label[(colon + 1)..], StringComparison.OrdinalIgnoreCase);
    }
}
