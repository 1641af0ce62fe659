using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>Which machines of a list each label term means; every label is read once for all the rules that ask for it. For one thread, while rules are laid over machines.</summary>
internal sealed class TermMarks(Vm[] machines)
{
    private readonly Dictionary<LabelTerm, bool[]> _marks = [];

    // By the key as it is written: which of two labels that differ in case is meant depends on it.
    private readonly Dictionary<string, VmColumn> _columns = [];

    public bool[] Of(LabelTerm term)
    {
        if (!_marks.TryGetValue(term, out var marks))
        {
            _marks[term] = marks = Mark(term);
        }

        return marks;
    }

    private bool[] Mark(LabelTerm term)
    {
        if (!_columns.TryGetValue(term.Column, out var column))
        {
            _columns[term.Column] = column = new VmColumn(machines, term.Column);
        }

        var marks = new bool[machines.Length];
        column.Mark(term.Pattern, marks);
        for (var i = 0; term.IsField && i < marks.Length; i++)
        {
            marks[i] = marks[i] || term.MatchesField(machines[i]);
        }

        return marks;
    }
}
