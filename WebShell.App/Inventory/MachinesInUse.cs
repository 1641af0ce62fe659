using WebShell.Core.Sessions;

namespace WebShell.App.Inventory;

/// <summary>Who has a shell on which machine at one moment, as one user may know; machines by their slugs.</summary>
public sealed class MachinesInUse
{
    private readonly Dictionary<string, List<SessionLine>> _bySlug = new(StringComparer.OrdinalIgnoreCase);
    private readonly (string Id, string Slug)[] _all;

    /// <param name="sessions">Live ones, in the order of their opening.</param>
    public MachinesInUse(IEnumerable<SessionLine> sessions)
    {
        var opened = sessions.Where(session => session.State is SessionState.Connected or SessionState.Detached).ToList();
        _all = [.. opened.Select(session => (session.Id, session.VmSlug))];
        foreach (var session in opened)
        {
            if (!_bySlug.TryGetValue(session.VmSlug, out var there))
            {
                _bySlug.Add(session.VmSlug, there = []);
            }

            there.Add(session);
        }
    }

    public static MachinesInUse Nobody { get; } = new([]);

    public IReadOnlyList<SessionLine> Of(string slug) => _bySlug.TryGetValue(slug, out var there) ? there : [];

    public bool IsSameAs(MachinesInUse other) => _all.AsSpan().SequenceEqual(other._all);
}
