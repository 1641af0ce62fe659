using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>The machines of a rule, by labels and fields as the search knows them: <c>env:prod -site:ams2 name:db-*</c>. Asked of one machine, or of all at once.</summary>
internal sealed class LabelScope(VmQuery? query)
{
    private readonly (LabelTerm Term, bool IsWanted)[] _terms = query is null
        ? []
        : [.. query.Labels.Select(label => (new LabelTerm(label.Key, label.Value), true)),
           .. query.ExcludedLabels.Select(label => (new LabelTerm(label.Key, label.Value), false))];

    public bool Includes(Vm vm)
    {
        foreach (var (term, isWanted) in _terms)
        {
            if (term.Matches(vm) != isWanted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves the marks of those machines that it includes.</summary>
    public void Keep(TermMarks machines, Span<bool> marks)
    {
        foreach (var (term, isWanted) in _terms)
        {
            ReadOnlySpan<bool> matches = machines.Of(term);
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] &= matches[i] == isWanted;
            }
        }
    }
}

/// <summary>A label, or a field, that must have a value; as in a search, a name that is both means either.</summary>
internal sealed record LabelTerm(string Key, string Value)
{
    private readonly ValuePattern _pattern = new(Value);

    /// <summary>The column of the label, as <see cref="VmColumn"/> names it.</summary>
    public string Column { get; } = VmField.LabelPrefix + VmField.KeyOf(Key);

    public ValuePattern Pattern => _pattern;

    public bool IsField { get; } = VmField.IsField(Key);

    public bool Matches(Vm vm) => MatchesValue(VmField.ValueOf(vm, Column)) || (IsField && MatchesField(vm));

    public bool MatchesField(Vm vm) => VmField.ValuesOf(vm, Key).Any(MatchesValue);

    private bool MatchesValue(string value) => value.Length > 0 && _pattern.Matches(value);

    public bool Equals(LabelTerm? other) => other is not null && Key == other.Key && Value == other.Value;

    public override int GetHashCode() => HashCode.Combine(Key, Value);
}
