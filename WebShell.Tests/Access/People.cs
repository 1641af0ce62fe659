using WebShell.Core.Access;

namespace WebShell.Tests.Access;

/// <summary>People as a test says.</summary>
internal sealed class People(params PortalUser[] all) : IPeople
{
    private volatile IReadOnlyList<PortalUser> _all = all;

    public event Action? Changed;

    public IReadOnlyList<PortalUser> All => _all;

    public PortalUser? Find(string id) => _all.FirstOrDefault(person => person.Id == id);

    public void Set(params PortalUser[] people)
    {
        _all = people;
        Changed?.Invoke();
    }
}
