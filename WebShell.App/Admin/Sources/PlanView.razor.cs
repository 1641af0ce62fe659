using Microsoft.AspNetCore.Components;
using WebShell.App.Dialogs;

namespace WebShell.App.Admin.Sources;

/// <summary>Shows a dry run, section by section; says which conflicts are decided, and does nothing else.</summary>
public sealed partial class PlanView
{
    private const int MaxTitle = 500;

    private PlanSection _section;
    private IReadOnlyList<PlanRow> _rows = [];
    private List<PlanRow> _shown = [];
    private string[] _words = [];
    private object? _of;

    [Parameter, EditorRequired]
    public required DryRun Run { get; set; }

    /// <summary>Only lines with all of these words.</summary>
    [Parameter]
    public string Filter { get; set; } = "";

    /// <summary>Conflicts were decided, and the plan is another one.</summary>
    [Parameter]
    public EventCallback<(IReadOnlyList<string> ConflictIds, bool IsTaken)> OnTake { get; set; }

    private bool HasWhat => _section is PlanSection.Added or PlanSection.Changed or PlanSection.Conflicts;

    private bool HasMachine => _section is not PlanSection.Ways and not PlanSection.Ignored;

    private bool HasPlace => HasMachine && _section is not PlanSection.Removed;

    private bool IsTall => _section >= PlanSection.Conflicts;

    private string[] Decidable => [.. _shown.Select(row => row.ConflictId).OfType<string>()];

    private bool AreAllTaken => Array.TrueForAll(Decidable, Run.Takes);

    private string ValueTitle => _section switch
    {
        PlanSection.Added => "As it will be",
        PlanSection.Changed => "Is, and will be",
        PlanSection.Removed => "As it is",
        PlanSection.Conflicts => "Here, and in the list",
        PlanSection.Rejected => "Why it is not taken",
        PlanSection.Ways => "Machines that could not be reached any more",
        _ => "Understood, and of no meaning here",
    };

    protected override void OnParametersSet()
    {
        var words = Filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!ReferenceEquals(_of, Run.Plan))
        {
            // A new look begins where there is something to see; a decision leaves one where one is.
            if (_of is null || PlanRows.Count(_section, Run) == 0)
            {
                _section = Enum.GetValues<PlanSection>().FirstOrDefault(section => PlanRows.Count(section, Run) > 0);
            }

            (_of, _words) = (Run.Plan, words);
            Read();
        }
        else if (!words.SequenceEqual(_words))
        {
            _words = words;
            Narrow();
        }
    }

    private static string Title(PlanSection section) => section switch
    {
        PlanSection.Conflicts => "Conflicts",
        PlanSection.Rejected => "Not taken",
        PlanSection.Ways => "Broken ways",
        _ => section.ToString(),
    };

    private void Show(PlanSection section)
    {
        _section = section;
        Read();
    }

    private void Read()
    {
        _rows = [.. PlanRows.Of(_section, Run)];
        Narrow();
    }

    private void Narrow() => _shown = _words.Length == 0 ? [.. _rows] : [.. _rows.Where(row => row.Matches(_words)).Select(row => row with { IsFirst = true })];

    private Task TakeAll() => Take(Decidable, !AreAllTaken);

    private Task Take(IReadOnlyList<string> ids, bool isTaken) => OnTake.InvokeAsync((ids, isTaken));
}
