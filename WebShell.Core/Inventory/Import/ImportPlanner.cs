using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Inventory.Import;

/// <summary>
/// Compares a listing with the machines there are, and says what taking it over would do. A machine is known by its source and the name the source
/// lists it by; fields that people took over stay theirs, unless the plan is made with <c>takes</c>.
/// </summary>
public sealed class ImportPlanner
{
    private readonly MachineSet _now;
    private readonly MachineSource _source;
    private readonly Func<string, Vm?> _transient;
    private readonly Func<string, bool> _takes;
    private readonly DateTimeOffset _at;
    private readonly Dictionary<string, StoredMachine> _listedBefore;
    private readonly Dictionary<string, StoredMachine> _formerByName;
    private readonly HashSet<string> _slugs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _met = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PlannedAddition> _added = [];
    private readonly List<PlannedChange> _changed = [];
    private readonly List<ImportConflict> _conflicts = [];
    private readonly List<Rejection> _rejected = [];
    private readonly List<StoredMachine> _rows = [];
    private int _unchanged;

    private ImportPlanner(MachineSet now, MachineSource source, Func<string, Vm?> transient, Func<string, bool> takes, DateTimeOffset at)
    {
        (_now, _source, _transient, _takes, _at) = (now, source, transient, takes, at);
        _listedBefore = now.Rows.Where(row => row.SourceId == source.Id && row.ListedAs is not null)
            .GroupBy(row => row.ListedAs!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.IsRemoved).ThenByDescending(row => row.RemovedAt).First(), StringComparer.OrdinalIgnoreCase);
        _formerByName = now.Rows.Where(row => row.IsRemoved).GroupBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(rows => rows.Key, rows => rows.MaxBy(row => row.RemovedAt)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="now">The machines there are.</param>
    /// <param name="source">Whose listing it is.</param>
    /// <param name="listing">What it says.</param>
    /// <param name="transient">A machine of that name that is listed without being stored (demo fleet), or null.</param>
    /// <param name="takes">The conflicts, by id, that are decided for the source.</param>
    /// <param name="at">The time that is written on the rows.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    public static ImportPlan Plan(
        MachineSet now, MachineSource source, Listing listing, Func<string, Vm?> transient, Func<string, bool> takes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var planner = new ImportPlanner(now, source, transient, takes, at);
        foreach (var listed in listing.Machines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            planner.Take(listed);
        }

        return planner.Finish(listing);
    }

    private void Take(ListedMachine listed)
    {
        if (!_met.Add(listed.Name))
        {
            Reject(listed, "It is listed before already.");
        }
        else if (_listedBefore.TryGetValue(listed.Name, out var known))
        {
            TakeKnown(known, listed);
        }
        else if (_now.Named(listed.Name) is { } named)
        {
            TakeForeign(named, listed);
        }
        else if (_formerByName.TryGetValue(listed.Name, out var former))
        {
            ComeBack(former, listed);
        }
        else if (NameProblem(listed.Name, slug: null) is { } problem)
        {
            Conflict(listed, listed.Name, "name", problem, mayBeTaken: false);
        }
        else
        {
            Add(listed);
        }
    }

    private void TakeKnown(StoredMachine known, ListedMachine listed)
    {
        if (!known.IsRemoved)
        {
            Change(known, listed);
        }
        else if (known.RemovedBySourceId is not null || Takes(listed, "removed"))
        {
            ComeBack(known, listed);
        }
        else
        {
            Conflict(listed, known.Name, "removed", $"{known.ChangedBy} removed it.", mayBeTaken: true);
        }
    }

    private void TakeForeign(StoredMachine named, ListedMachine listed)
    {
        if (Takes(listed, "machine"))
        {
            Change(named with { SourceId = _source.Id, ListedAs = listed.Name }, listed);
        }
        else
        {
            var owner = named.SourceId is null ? $"{named.ChangedBy} looks after it by hand" : $"{named.Machine.Source} lists it already";
            Conflict(listed, named.Name, "machine", $"{owner}; it is left as it is there.", mayBeTaken: true);
        }
    }

    private void Add(ListedMachine listed)
    {
        var slug = _now.FreeSlug(listed.Name, name => _slugs.Contains(name) || (!name.Equals(listed.Name, StringComparison.OrdinalIgnoreCase) && _transient(name) is not null));
        var vm = ListedMachineRules.ToVm(listed, _source.Name) with { Name = listed.Name, Slug = slug };
        if (!IsValid(vm, listed))
        {
            return;
        }

        _slugs.Add(slug);
        _added.Add(new PlannedAddition(vm, listed.Place, ComesBack: false));
        _rows.Add(Stamp(new StoredMachine { Machine = vm, SourceId = _source.Id, ListedAs = listed.Name, ChangedAt = _at, ChangedBy = _source.Name }));
    }

    private void ComeBack(StoredMachine former, ListedMachine listed)
    {
        var mine = former.SourceId == _source.Id ? former : former with { Edited = StoredMachine.NothingEdited };
        var vm = Merge(mine, listed, conflicts: null);
        if (NameProblem(vm.Name, former.Slug) is { } problem)
        {
            Conflict(listed, vm.Name, "name", problem, mayBeTaken: false);
        }
        else if (IsValid(vm, listed))
        {
            _added.Add(new PlannedAddition(vm, listed.Place, ComesBack: true));
            _rows.Add(Stamp(mine with { Machine = vm, SourceId = _source.Id, ListedAs = listed.Name, Version = former.Version + 1, RemovedAt = null, RemovedBySourceId = null }));
        }
    }

    private void Change(StoredMachine known, ListedMachine listed)
    {
        List<ImportConflict> conflicts = [];
        var vm = Merge(known, listed, conflicts);
        if (!IsValid(vm, listed))
        {
            return;
        }

        _conflicts.AddRange(conflicts);
        var fields = MachineFields.Differences(known.Machine, vm);
        var before = _now.Find(known.Slug)!;
        if (fields.Count == 0 && before.SourceId == known.SourceId)
        {
            _unchanged++;
            return;
        }

        var given = fields.Where(change => known.Edited.ContainsKey(change.Field)).Select(change => change.Field).ToHashSet();
        _changed.Add(new PlannedChange(before, vm, listed.Place, fields));
        _rows.Add(Stamp(known with
        {
            Machine = vm,
            Edited = given.Count == 0 ? known.Edited : known.Edited.Where(edit => !given.Contains(edit.Key)).ToDictionary(),
            Version = before.Version + 1,
        }));
    }

    // The machine with what the source says, but for what people took over. Without a list for them conflicts are left to the next look.
    private Vm Merge(StoredMachine known, ListedMachine listed, List<ImportConflict>? conflicts)
    {
        var says = ListedMachineRules.ToVm(listed, _source.Name, known.Machine);
        var merged = says with { Slug = known.Slug, Name = known.Edited.ContainsKey(MachineFields.Name) ? known.Name : listed.Name };
        foreach (var (field, saidThen) in known.Edited.Where(edit => edit.Key != MachineFields.Name))
        {
            var (mine, said) = (MachineFields.Text(known.Machine, field), MachineFields.Text(says, field));
            if (mine == said || Takes(listed, field))
            {
                continue;
            }

            merged = MachineFields.Take(merged, known.Machine, field);
            if (said != saidThen)
            {
                conflicts?.Add(new ImportConflict(Id(listed, field), known.Name, listed.Place, new FieldChange(field, mine, said), "A person changed it here.", MayBeTaken: true));
            }
        }

        return merged;
    }

    private ImportPlan Finish(Listing listing)
    {
        _rejected.InsertRange(0, listing.Rejected);
        var isBlind = listing.Rejected.Any(rejection => rejection.Name is null);
        foreach (var rejection in _rejected.Where(rejection => rejection.Name is not null))
        {
            _met.Add(rejection.Name!);
        }

        var live = _listedBefore.Values.Where(row => !row.IsRemoved).ToArray();
        StoredMachine[] gone = [.. live.Where(row => !_met.Contains(row.ListedAs!))];
        StoredMachine[] removed = isBlind ? [] : gone;
        _rows.AddRange(removed.Select(row => Stamp(row) with { Version = row.Version + 1, RemovedAt = _at, RemovedBySourceId = _source.Id }));
        return new ImportPlan
        {
            Source = _source,
            Revision = _now.Revision,
            Added = _added,
            Changed = _changed,
            Removed = removed,
            Conflicts = _conflicts,
            Rejected = _rejected,
            BrokenWays = BrokenWays(),
            Ignored = listing.Ignored,
            Unchanged = _unchanged,
            Spared = gone.Length - removed.Length,
            Known = live.Length,
            Rows = _rows,
        };
    }

    // Circles, missing and too many jumps: only what is new, also for machines that are not of this source.
    private string[] BrokenWays()
    {
        if (_rows.Count == 0)
        {
            return [];
        }

        var before = In(_now).ToHashSet();
        return [.. In(_now.With(_rows)).Where(problem => !before.Contains(problem)).Take(ImportPlan.MaxBrokenWays)];

        IEnumerable<string> In(MachineSet machines) => JumpRoute.BrokenOf(
            machines.Live.Select(row => row.Machine),
            name => (machines.Find(name) is { IsRemoved: false } row ? row : machines.Named(name))?.Machine ?? _transient(name)).Select(broken => broken.Problem);
    }

    private string? NameProblem(string name, string? slug) =>
        _now.Named(name) is { } named && named.Slug != slug ? $"{named.Name} is the name of another machine."
        : _now.Find(name) is { IsRemoved: false } known && known.Slug != slug ? $"{known.Name} once had this name, and its links and pinned host keys go by it."
        : _transient(name) is { } transient ? $"{transient.Source} lists it already."
        : null;

    private bool IsValid(Vm vm, ListedMachine listed)
    {
        var mistakes = VmValidation.Check(vm);
        if (mistakes.Count > 0)
        {
            Reject(listed, string.Join(' ', mistakes));
        }

        return mistakes.Count == 0;
    }

    private StoredMachine Stamp(StoredMachine row) => row with { ChangedAt = _at, ChangedBy = _source.Name };

    private bool Takes(ListedMachine listed, string what) => _takes(Id(listed, what));

    private void Reject(ListedMachine listed, string reason) => _rejected.Add(new Rejection(listed.Place, listed.Name, reason));

    private void Conflict(ListedMachine listed, string name, string what, string sentence, bool mayBeTaken) =>
        _conflicts.Add(new ImportConflict(Id(listed, what), name, listed.Place, Change: null, sentence, mayBeTaken));

    private static string Id(ListedMachine listed, string what) => $"{listed.Name.ToLowerInvariant()}/{what}";
}
