using WebShell.App.Admin;
using WebShell.App.Inventory;
using WebShell.App.Workspace;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;

namespace WebShell.App.Palette;

/// <summary>
/// Finds what was typed among open shells, machines, views and actions, for the current user (scoped). Better matches first, among equal ones
/// what the user uses more and used later.
/// </summary>
public sealed class PaletteSearch(VisibleMachines machines, MyMachines mine, ShellWorkspace workspace, ICurrentUser currentUser, AccessPolicy policy, TimeProvider time)
{
    /// <summary>More lines than this are not drawn.</summary>
    public const int Most = 50;

    public const int MaxTextLength = 128;

    /// <summary>In front of what is typed: actions only.</summary>
    public const char ActionsOnly = '>';

    // Matches whose scores differ by less are as good as each other; then the user's habits decide.
    private const int Step = 8;
    private const int MostShells = 10;

    // As many as are in sight without scrolling: further keys find the rest, and each line that changes is painted (./bench inventory).
    private const int MostMachines = 12;
    private const int MostViews = 5;
    private const int MostCounted = 20;

    private static readonly (string Title, string Url)[] Everyones =
    [
        ("All machines", ""), ("Sessions", "sessions"), ("Account and credentials", "account"), ("Shells", "shell"),
    ];

    public async ValueTask<IReadOnlyList<PaletteEntry>> FindAsync(string text, CancellationToken cancellationToken)
    {
        var isActions = text.StartsWith(ActionsOnly);
        var typed = string.Concat((isActions ? text[1..] : text).Where(letter => !char.IsWhiteSpace(letter)));
        var places = AdminPlaces.For(await currentUser.GetAsync(cancellationToken), policy).Select(place => (place.Title, Url: place.Path));
        var actions = Best(Everyones.Concat(places).Select(action => new PaletteEntry { Kind = PaletteKind.Action, Title = action.Title, Url = action.Url }), typed, Most);
        if (isActions)
        {
            return actions;
        }

        var personal = await mine.GetAsync(cancellationToken);
        return [.. Best(Shells(), typed, MostShells), .. await MachinesAsync(typed, personal, cancellationToken), .. Best(Views(personal), typed, MostViews), .. actions];
    }

    private static IReadOnlyList<PaletteEntry> Best(IEnumerable<PaletteEntry> entries, string typed, int most) =>
    [
        .. entries.Select(entry => (Entry: entry, Match: FuzzyMatch.Of(entry.Title, typed))).Where(found => found.Match is not null)
            .OrderByDescending(found => found.Match!.Value.Score).Take(most).Select(found => found.Entry with { Match = found.Match!.Value }),
    ];

    private IEnumerable<PaletteEntry> Shells() => workspace.Tabs.Select(tab => new PaletteEntry
    {
        Kind = PaletteKind.Shell,
        Title = tab.Name,
        Url = tab.Address.Url,
        Meta = tab.State == TabState.Ended ? $"{tab.Address.Login}, ended" : tab.Address.Login,
        Environment = tab.Environment,
    });

    private static IEnumerable<PaletteEntry> Views(PersonalState personal) => personal.Views.Concat(personal.SharedViews).Select(view => new PaletteEntry
    {
        Kind = PaletteKind.View,
        Title = view.Name,
        Url = MachineFilter.Of(view).Url,
        Meta = view.Query,
    });

    // Of all machines only the best become lines; nothing typed: those the user has to do with.
    private async ValueTask<IEnumerable<PaletteEntry>> MachinesAsync(string typed, PersonalState personal, CancellationToken cancellationToken)
    {
        var best = new PriorityQueue<(Vm Vm, FuzzyMatch Match), (int Match, int Habit, int Name)>();
        var all = await machines.SearchAsync(new VmQuery(), cancellationToken);
        for (var i = 0; i < all.Count; i++)
        {
            var vm = all[i];
            if ((typed.Length == 0 && !personal.IsMine(vm.Slug)) || MatchOf(vm, typed) is not { } match)
            {
                continue;
            }

            best.Enqueue((vm, match), (match.Score / Step, HabitOf(vm, personal), -i));
            if (best.Count > MostMachines)
            {
                best.Dequeue(); // the worst of them
            }
        }

        var lines = new List<PaletteEntry>(best.Count);
        while (best.TryDequeue(out var found, out _))
        {
            lines.Add(LineOf(found.Vm, found.Match));
        }

        lines.Reverse();
        return lines;
    }

    // By the name; an address is found where its beginning is typed.
    private static FuzzyMatch? MatchOf(Vm vm, string typed) => FuzzyMatch.Of(vm.Name, typed)
        ?? (char.IsAsciiDigit(typed[0]) && vm.Address.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? new FuzzyMatch(Step, 0) : null);

    // A favourite counts as some uses, a use of today as some more of long ago.
    private int HabitOf(Vm vm, PersonalState personal)
    {
        var habit = personal.IsFavourite(vm.Slug) ? 5 : 0;
        return personal.UseOf(vm.Slug) is not { } use ? habit : habit + Math.Min(use.Count, MostCounted) + (time.GetUtcNow() - use.LastAt) switch
        {
            { TotalDays: < 1 } => 20,
            { TotalDays: < 7 } => 10,
            _ => 1,
        };
    }

    private static PaletteEntry LineOf(Vm vm, FuzzyMatch match) => new()
    {
        Kind = PaletteKind.Machine,
        Title = vm.Name,
        Url = $"shell/{Uri.EscapeDataString(vm.Slug)}",
        Meta = string.Join(" · ", vm.Labels.Where(label => label.Key != "env").Select(label => label.Value).Prepend(vm.Address)),
        Environment = vm.Environment,
        Slug = vm.Slug,
        Match = match,
    };
}
