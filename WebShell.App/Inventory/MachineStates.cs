using WebShell.Core.Inventory;
using WebShell.Core.Personal;

namespace WebShell.App.Inventory;

/// <summary>What <c>is:…</c> can ask for, and whether a machine is it, at one moment and for one user.</summary>
/// <param name="personal">The user's own.</param>
/// <param name="here">Who is on which machine, as the user may know.</param>
public sealed class MachineStates(PersonalState personal, MachinesInUse here)
{
    private static readonly (string Word, Func<MachineStates, Vm, bool> Is)[] All =
    [
        ("favourite", static (now, vm) => now.Personal.IsFavourite(vm.Slug)),
        ("mine", static (now, vm) => now.Personal.IsMine(vm.Slug)),
        ("used", static (now, vm) => now.Personal.UseOf(vm.Slug) is not null),
        ("open", static (now, vm) => now.Here.Of(vm.Slug).Any(session => session.IsMine)),
        ("here", static (now, vm) => now.Here.Of(vm.Slug).Count > 0),
    ];

    /// <summary>The words, as they are offered.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(state => state.Word)];

    public PersonalState Personal => personal;

    public MachinesInUse Here => here;

    /// <summary>The states of the query that there are none of; the beginning of a word is not one of them, for it may still be typed.</summary>
    public static IReadOnlyList<string> Unknown(VmQuery query) =>
        [.. query.States.Concat(query.ExcludedStates).Distinct().Where(asked => !All.Any(state => state.Word.StartsWith(asked, StringComparison.Ordinal)))];

    /// <summary>The machines that are what the query asks for; words that are not known ask for nothing.</summary>
    public VmMatches Filter(VmMatches machines, VmQuery query)
    {
        foreach (var state in query.States.Select(Find).OfType<Func<MachineStates, Vm, bool>>())
        {
            machines = machines.Where(vm => state(this, vm));
        }

        foreach (var state in query.ExcludedStates.Select(Find).OfType<Func<MachineStates, Vm, bool>>())
        {
            machines = machines.Where(vm => !state(this, vm));
        }

        return machines;
    }

    private static Func<MachineStates, Vm, bool>? Find(string asked) => Array.Find(All, state => state.Word == asked).Is;
}
