using System.Collections.Concurrent;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>Everybody who acted since the start, as they were then: as long as nobody has an account there is nobody else to know.</summary>
internal sealed class PeopleSeen : IPeople
{
    private readonly ConcurrentDictionary<string, PortalUser> _people = new();

    public event Action? Changed;

    public IReadOnlyList<PortalUser> All => [.. _people.Values.OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];

    public PortalUser? Find(string id) => _people.GetValueOrDefault(id);

    public void Note(PortalUser user)
    {
        if (_people.TryAdd(user.Id, user))
        {
            Changed?.Invoke();
        }
    }
}
