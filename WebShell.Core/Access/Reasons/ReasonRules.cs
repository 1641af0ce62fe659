using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Reasons;

/// <summary>Says what is asked before a shell on a machine: of the entries that name it the first that asks for a ticket, else the first.</summary>
public sealed class ReasonRules(IOptions<AccessOptions> options)
{
    private readonly ReasonDemand[] _demands = [.. options.Value.Reasons.Select(entry => new ReasonDemand(entry)).OrderByDescending(demand => demand.Kind)];

    /// <summary>Null: nothing is asked.</summary>
    public ReasonDemand? For(Vm vm) => Array.Find(_demands, demand => demand.IsFor(vm));
}
