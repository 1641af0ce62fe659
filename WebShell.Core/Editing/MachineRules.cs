using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>What a machine that a person writes must fulfil besides <see cref="VmValidation"/>: a name of its own, and a way to it.</summary>
internal static class MachineRules
{
    /// <param name="now">What is stored.</param>
    /// <param name="inventory">All that is listed.</param>
    /// <param name="machine">As it shall be, with its slug.</param>
    /// <param name="before">As it is; null: it is new.</param>
    public static List<FieldMistake> Check(MachineSet now, VmInventory inventory, Vm machine, StoredMachine? before)
    {
        List<FieldMistake> mistakes = [.. VmValidation.CheckFields(machine)];
        if (now.Named(machine.Name) is { } named && !Same(named.Slug, machine.Slug))
        {
            mistakes.Add(new("name", $"There is a machine named {named.Name} already."));
        }
        else if (now.Find(machine.Name) is { IsRemoved: false } known && !Same(known.Slug, machine.Slug))
        {
            mistakes.Add(new("name", $"{machine.Name} is what links and pinned host keys of {known.Name} go by, which once had this name."));
        }
        else if (inventory.Find(machine.Name) is { } transient && now.Find(transient.Slug) is null)
        {
            mistakes.Add(new("name", $"{machine.Name} is listed by {transient.Source} already."));
        }

        if (machine.Logins.Distinct(StringComparer.Ordinal).Count() < machine.Logins.Count)
        {
            mistakes.Add(new("logins", "A login is listed twice."));
        }

        // A way that was broken before is no reason not to save the notes.
        if (before is null || !before.Machine.Jumps.SequenceEqual(machine.Jumps) || before.Name != machine.Name)
        {
            mistakes.AddRange(machine.Jumps
                .Select(jump => JumpRoute.To(machine, jump, name => Same(name, machine.Name) || Same(name, machine.Slug) ? machine : inventory.Find(name)).Problem)
                .OfType<string>().Select(problem => new FieldMistake("jumps", char.ToUpperInvariant(problem[0]) + problem[1..])));
        }

        return mistakes;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
