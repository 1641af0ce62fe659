namespace WebShell.Core.Inventory.Formats;

/// <summary>Collects what a format finds, checks every machine, and holds the bounds that no honest source reaches.</summary>
internal sealed class ListingBuilder(CancellationToken cancellationToken)
{
    public const int MaxMachines = 200_000;
    public const int MaxRejected = 10_000;
    public const int MaxIgnored = 200;

    private readonly List<ListedMachine> _machines = [];
    private readonly List<Rejection> _rejected = [];
    private readonly List<string> _ignored = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.OrdinalIgnoreCase);
    private int _ignoredMore;

    /// <summary>Takes the machine, or rejects it for the mistakes given, those that it has, or for being there already.</summary>
    /// <exception cref="InventoryException">A bound is reached.</exception>
    public void Add(ListedMachine machine, IReadOnlyCollection<string>? mistakes = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<string> all = [.. mistakes ?? [], .. ListedMachineRules.Check(machine, isChecked: mistakes is { Count: > 0 })];
        var isNamed = machine.Name.Length > 0;
        if (isNamed && !_places.TryAdd(machine.Name, machine.Place))
        {
            all.Add($"{ShownText.Of(machine.Name)} is already listed in {_places[machine.Name]}.");
        }

        if (all.Count > 0)
        {
            Reject(machine.Place, machine.Name, all);
        }
        else if (_machines.Count == MaxMachines)
        {
            throw new InventoryException($"There are more than {MaxMachines} machines in it.");
        }
        else
        {
            _machines.Add(machine);
        }
    }

    public void Reject(string place, string? name, IEnumerable<string> mistakes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rejected.Count == MaxRejected)
        {
            throw new InventoryException([$"More than {MaxRejected} machines have mistakes, so nothing was taken. The first are:", .. Mistakes]);
        }

        var shown = name is { Length: > 0 } && VmValidation.Text("name", name) is null ? name : null;
        _rejected.Add(new Rejection(place, shown, string.Join('\n', mistakes)));
    }

    public void Ignore(string sentence)
    {
        if (_ignored.Count < MaxIgnored)
        {
            _ignored.Add(sentence);
        }
        else
        {
            _ignoredMore++;
        }
    }

    /// <summary>Every mistake of every machine that was rejected, with its place.</summary>
    public IReadOnlyCollection<string> Mistakes => [.. _rejected.SelectMany(rejection => rejection.Mistakes)];

    public Listing Build(string format) =>
        new(_machines, _rejected, _ignoredMore == 0 ? _ignored : [.. _ignored, $"… and {_ignoredMore} more."]) { Format = format };
}
