using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.App.Admin.Sources;

/// <summary>The lines of a plan, by section; a machine that changes has one for each field.</summary>
internal static class PlanRows
{
    public static int Count(PlanSection section, DryRun run) => section switch
    {
        PlanSection.Added => run.Plan.Added.Count,
        PlanSection.Changed => run.Plan.Changed.Count,
        PlanSection.Removed => run.Plan.Removed.Count,
        PlanSection.Conflicts => run.Conflicts.Count,
        PlanSection.Rejected => run.Plan.Rejected.Count,
        PlanSection.Ways => run.Plan.BrokenWays.Count,
        _ => run.Plan.Ignored.Count,
    };

    public static IEnumerable<PlanRow> Of(PlanSection section, DryRun run) => section switch
    {
        PlanSection.Added => run.Plan.Added.Select(Added),
        PlanSection.Changed => run.Plan.Changed.SelectMany(Changed),
        PlanSection.Removed => run.Plan.Removed.Select(row => new PlanRow { Machine = row.Name, What = "removed", To = Facts(row.Machine) }),
        PlanSection.Conflicts => run.Conflicts.Select(Conflict),
        PlanSection.Rejected => run.Plan.Rejected.SelectMany(rejection => rejection.Reason.Split('\n').Select((reason, at) =>
            new PlanRow { Machine = rejection.Name ?? "", To = reason, Place = rejection.Place, IsFirst = at == 0 })),
        PlanSection.Ways => run.Plan.BrokenWays.Select(way => new PlanRow { To = way }),
        _ => run.Plan.Ignored.Select(ignored => new PlanRow { To = ignored }),
    };

    private static PlanRow Added(PlannedAddition addition) => new()
    {
        Machine = addition.Machine.Name,
        What = addition.ComesBack ? "comes back" : "new",
        To = Facts(addition.Machine),
        Place = addition.Place,
    };

    // One that only gets another source has no field to show.
    private static IEnumerable<PlanRow> Changed(PlannedChange change) => change.Fields.Count == 0
        ? [new PlanRow { Machine = change.Before.Name, What = "source", From = change.Before.Machine.Source, To = change.After.Source, Place = change.Place }]
        : change.Fields.Select((field, at) => new PlanRow
        {
            Machine = change.Before.Name,
            What = Field(field.Field),
            From = Line(field.From),
            To = Line(field.To),
            Place = change.Place,
            IsFirst = at == 0,
        });

    private static PlanRow Conflict(ImportConflict conflict) => new()
    {
        Machine = conflict.Name,
        What = conflict.Change is { } change ? Field(change.Field) : "machine",
        From = conflict.Change is { } told ? Line(told.From) : null,
        To = conflict.Change is { } wanted ? Line(wanted.To) : conflict.Sentence,
        Why = conflict.Change is null ? null : conflict.Sentence,
        Place = conflict.Place,
        ConflictId = conflict.MayBeTaken ? conflict.Id : null,
    };

    private static string Field(string field) => field.StartsWith(MachineFields.LabelPrefix, StringComparison.Ordinal) ? field[MachineFields.LabelPrefix.Length..] : field;

    private static string Line(string value) => value.Replace("\n", ", ", StringComparison.Ordinal);

    private static string Facts(Vm vm) => string.Join(" · ", new[]
    {
        vm.Port == 22 ? vm.Address : $"{vm.Address}:{vm.Port}",
        string.Join(' ', vm.Logins),
        string.Join(' ', vm.Labels.Select(label => $"{label.Key}:{label.Value}")),
        vm.OperatingSystem,
        vm.Owner,
    }.Where(text => text.Length > 0));
}
