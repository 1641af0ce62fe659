using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Core.Reachability;

namespace WebShell.App.Inventory;

/// <summary>What <c>is:…</c> can ask for, and whether a machine is it, at one moment and for one user.</summary>
/// <param name="personal">The user's own.</param>
/// <param name="here">Who is on which machine, as the user may know.</param>
/// <param name="reach">Whether machines answer.</param>
public sealed class MachineStates(PersonalState personal, MachinesInUse here, ReachabilityBook reach)
{
    private static readonly (string Word, Func<MachineStates, Vm, bool> Is)[] All =
    [
        ("favourite", static (now, vm) => now.Personal.IsFavourite(vm.Slug)),
        ("mine", static (now, vm) => now.Personal.IsMine(vm.Slug)),
        ("used", static (now, vm) => now.Personal.UseOf(vm.Slug) is not null),
        ("open", static (now, vm) => now.Here.Of(vm.Slug).Any(session => session.IsMine)),
        ("here", static (now, vm) => now.Here.Of(vm.Slug).Count > 0),
        (Online, static (now, vm) => now.Reach.Of(vm.Slug).IsReachable),
        (Offline, static (now, vm) => now.Reach.Of(vm.Slug).IsSilent),
    ];

    private const string Online = "online";
    private const string Offline = "offline";

    /// <summary>The words that can be asked for, as they are offered.</summary>
    public IReadOnlyList<string> Words => [.. All.Select(state => state.Word).Where(word => reach.IsWatched || !IsOfReach(word))];

    public PersonalState Personal => personal;

    public MachinesInUse Here => here;

    public ReachabilityBook Reach => reach;

    /// <summary>The states of the query that there are none of; the beginning of a word is not one of them, for it may still be typed.</summary>
    public static IReadOnlyList<string> Unknown(VmQuery query) =>
        [.. query.States.Concat(query.ExcludedStates).Distinct().Where(asked => !All.Any(state => state.Word.StartsWith(asked, StringComparison.Ordinal)))];

    /// <summary>Those that ask whether machines answer: what they find changes by itself.</summary>
    public static IReadOnlyList<string> OfReach(VmQuery query) => [.. query.States.Concat(query.ExcludedStates).Where(IsOfReach).Distinct()];

    /// <summary>The machines that are what the query asks for; words that are not known ask for nothing.</summary>
    public VmMatches Filter(VmMatches machines, VmQuery query)
    {
        foreach (var state in query.States.Where(IsAsked).Select(Find).OfType<Func<MachineStates, Vm, bool>>())
        {
            machines = machines.Where(vm => state(this, vm));
        }

        foreach (var state in query.ExcludedStates.Where(IsAsked).Select(Find).OfType<Func<MachineStates, Vm, bool>>())
        {
            machines = machines.Where(vm => !state(this, vm));
        }

        return machines;
    }

    private static bool IsOfReach(string word) => word is Online or Offline;

    private bool IsAsked(string word) => reach.IsWatched || !IsOfReach(word);

    private static Func<MachineStates, Vm, bool>? Find(string asked) => Array.Find(All, state => state.Word == asked).Is;
}
