using WebShell.App.Dialogs;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Core.Reachability;

namespace WebShell.App.Inventory;

/// <summary>Answers what the page of machines asks, for its user (scoped): filtered, sorted, in sections.</summary>
public sealed class MachineLister(VisibleMachines machines, MyMachines mine, MachinePresence presence, ReachabilityBook reach)
{
    /// <summary>The key of the section above all others.</summary>
    public const string OwnSection = "mine";

    /// <summary>So many machines used last stand below the favourites.</summary>
    public const int MaxRecent = 8;

    /// <summary>The machines, what the user keeps, or who is where changed; from any thread.</summary>
    public event Action? Changed
    {
        add
        {
            machines.Changed += value;
            mine.Changed += value;
            presence.Changed += value;
        }
        remove
        {
            machines.Changed -= value;
            mine.Changed -= value;
            presence.Changed -= value;
        }
    }

    /// <param name="filter">What is asked for.</param>
    /// <param name="closed">The keys of the sections of which only the head is shown.</param>
    /// <param name="cancellationToken">The page is left.</param>
    public async ValueTask<MachineList> ListAsync(MachineFilter filter, IReadOnlySet<string> closed, CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        var query = filter.Query;
        var all = await machines.SearchAsync(new VmQuery(), cancellationToken);
        var matches = filter.Sort.Order(now.Filter(filter.IsEmpty ? all : await machines.SearchAsync(query, cancellationToken), query), WeightOf(filter.Sort.Column, now));
        var group = filter.Group ?? MachineFilter.ParseGroup(now.Personal.Table.Group) ?? [];
        IReadOnlyList<Vm> own = filter.IsEmpty ? await OwnAsync(now.Personal, cancellationToken) : [];

        // Each machine once: two buttons "Connect to web-01" would be one too many for who looks by their names.
        var slugs = own.Select(vm => vm.Slug).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rest = own.Count == 0 ? matches : matches.Where(vm => !slugs.Contains(vm.Slug));
        return new MachineList
        {
            Filter = filter,
            Matches = matches,
            Total = all.Count,
            Rows = new MachineRows(Sections(own, rest, group).Select(section => closed.Contains(section.Key) ? section with { IsClosed = true } : section)),
            Words = query.Words,
            UnknownStates = MachineStates.Unknown(query),
            UnwatchedStates = reach.IsWatched ? [] : MachineStates.OfReach(query),
            FollowsReach = reach.IsWatched && (filter.Sort.Column == MachineColumn.Status || MachineStates.OfReach(query).Count > 0),
            Now = now,
            Columns = Watched(filter.Columns ?? MachineColumn.ParseList(now.Personal.Table.Columns) ?? MachineColumn.Usual),
            Offered = Watched(MachineColumn.Known),
            Group = group,
        };
    }

    /// <summary>How many machines the filter leaves.</summary>
    public async ValueTask<int> CountAsync(MachineFilter filter, CancellationToken cancellationToken)
    {
        var query = filter.Query;
        return (await NowAsync(cancellationToken)).Filter(await machines.SearchAsync(query, cancellationToken), query).Count;
    }

    private async ValueTask<MachineStates> NowAsync(CancellationToken cancellationToken) =>
        new(await mine.GetAsync(cancellationToken), await presence.GetAsync(cancellationToken), reach);

    private IReadOnlyList<MachineColumn> Watched(IReadOnlyList<MachineColumn> columns) => reach.IsWatched ? columns : [.. columns.Where(column => column != MachineColumn.Status)];

    // Favourites by name, then what was used last.
    private async ValueTask<IReadOnlyList<Vm>> OwnAsync(PersonalState personal, CancellationToken cancellationToken)
    {
        var favourites = new List<Vm>();
        foreach (var slug in personal.Favourites)
        {
            if (await machines.FindAsync(slug, cancellationToken) is { } vm)
            {
                favourites.Add(vm);
            }
        }

        favourites.Sort((x, y) => NaturalOrder.Instance.Compare(x.Name, y.Name));
        var recent = new List<Vm>();
        foreach (var (slug, _) in personal.Uses.OrderByDescending(use => use.Value.LastAt))
        {
            if (recent.Count < MaxRecent && !personal.IsFavourite(slug) && await machines.FindAsync(slug, cancellationToken) is { } vm)
            {
                recent.Add(vm);
            }
        }

        return [.. favourites, .. recent];
    }

    private static IEnumerable<MachineSection> Sections(IReadOnlyList<Vm> own, VmMatches rest, IReadOnlyList<string> group)
    {
        if (own.Count > 0)
        {
            yield return new MachineSection(OwnSection, "Favourites and recent", own);
        }

        if (group.Count == 0)
        {
            yield return new MachineSection("all", own.Count > 0 ? "The others" : null, rest);
            yield break;
        }

        foreach (var (values, together) in rest.GroupedBy(group))
        {
            var title = string.Join(" / ", values.Select((value, at) => value.Length > 0 ? ForeignText.Clean(value) : $"no {ForeignText.Clean(group[at])}"));
            yield return new MachineSection("=" + string.Join('\n', values), title, together);
        }
    }

    private static Func<Vm, long>? WeightOf(MachineColumn column, MachineStates now) => column switch
    {
        _ when column == MachineColumn.Used => vm => now.Personal.UseOf(vm.Slug)?.LastAt.ToUnixTimeMilliseconds() ?? 0,
        _ when column == MachineColumn.Status => vm => ReachWords.Weight(now.Reach.Of(vm.Slug)),
        _ when column == MachineColumn.Here => vm => now.Here.Of(vm.Slug).Count,
        _ => null,
    };
}
