using System.Collections.Frozen;
using WebShell.Core.Access;

namespace WebShell.Core.Accounts;

/// <summary>All accounts and groups at one moment. Immutable.</summary>
public sealed class AccountSet
{
    private readonly FrozenDictionary<string, Account> _byId;
    private readonly FrozenDictionary<string, Account> _byName;
    private readonly FrozenDictionary<string, SignInMeans> _means;
    private readonly FrozenDictionary<string, AccountGroup> _groups;
    private readonly FrozenDictionary<string, string[]> _groupsOf;
    private readonly FrozenDictionary<string, PortalUser> _people;
    private readonly FrozenDictionary<ExternalIdentity, Account> _byIdentity;

    /// <param name="revision">Counts every write of the table.</param>
    /// <param name="accounts">Each with how they sign in.</param>
    /// <param name="groups">Whose members may be accounts that are gone.</param>
    public AccountSet(long revision, IEnumerable<(Account Account, SignInMeans Means)> accounts, IEnumerable<AccountGroup> groups)
    {
        Revision = revision;
        var all = accounts.ToArray();
        _byId = all.ToFrozenDictionary(entry => entry.Account.Id, entry => entry.Account);
        _byName = all.ToFrozenDictionary(entry => entry.Account.Name, entry => entry.Account);
        _means = all.ToFrozenDictionary(entry => entry.Account.Id, entry => entry.Means);
        _byIdentity = all.Where(entry => entry.Means.External is not null).DistinctBy(entry => entry.Means.External)
            .ToFrozenDictionary(entry => entry.Means.External!, entry => entry.Account);
        _groups = groups.ToFrozenDictionary(group => group.Id);
        _groupsOf = _groups.Values.SelectMany(group => group.Members.Select(member => (member, group.Name)))
            .GroupBy(pair => pair.member, pair => pair.Name)
            .ToFrozenDictionary(names => names.Key, names => names.Order(StringComparer.OrdinalIgnoreCase).ToArray());
        People = [.. all.Select(entry => entry.Account).Where(account => !account.IsDisabled).OrderBy(account => account.Name, StringComparer.Ordinal)
            .Select(account => new PortalUser(account.Id, account.Name) { Role = account.Role, Groups = GroupsOf(account.Id), Era = MeansOf(account.Id).Era })];
        _people = People.ToFrozenDictionary(person => person.Id);
    }

    public static AccountSet Empty { get; } = new(0, [], []);

    public long Revision { get; }

    public IEnumerable<Account> Accounts => _byId.Values;

    public IEnumerable<AccountGroup> Groups => _groups.Values;

    /// <summary>Everybody who may sign in, by name.</summary>
    public IReadOnlyList<PortalUser> People { get; }

    /// <summary>Whether somebody can look after people: without one, the portal offers to make the first.</summary>
    public bool HasAdministrator => Accounts.Any(account => account is { Role: PortalRole.Administrator, IsDisabled: false });

    public Account? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Who may sign in with that id; null: nobody, or somebody who is disabled.</summary>
    public PortalUser? Person(string id) => _people.GetValueOrDefault(id);

    /// <summary>By sign-in name, exactly.</summary>
    public Account? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whom somebody vouches for under that identity.</summary>
    public Account? Find(ExternalIdentity identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>How that account signs in; nothing for one that is not there.</summary>
    public SignInMeans MeansOf(string id) => _means.GetValueOrDefault(id, SignInMeans.None);

    /// <summary>The same, and the person's shells end.</summary>
    public SignInMeans NextEra(string id) => MeansOf(id) with { Era = MeansOf(id).Era + 1 };

    public AccountGroup? FindGroup(string id) => _groups.GetValueOrDefault(id);

    public AccountGroup? GroupNamed(string name) => Groups.FirstOrDefault(group => group.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of the groups that account is in, sorted.</summary>
    public IReadOnlyList<string> GroupsOf(string id) => _groupsOf.GetValueOrDefault(id, []);

    /// <summary>Whose passkey that is.</summary>
    public Account? OwnerOfPasskey(string passkeyId) => _means.FirstOrDefault(means => means.Value.Passkeys.Any(passkey => passkey.Id == passkeyId)).Key is { } id ? Find(id) : null;

    /// <summary>The set as it is after a change.</summary>
    public AccountSet With(AccountChange change)
    {
        var accounts = _byId.Values.Where(account => !change.Removed.Contains(account.Id)).ToDictionary(account => account.Id, account => (account, MeansOf(account.Id)));
        foreach (var account in change.Accounts)
        {
            accounts[account.Id] = (account, MeansOf(account.Id));
        }

        foreach (var (id, means) in change.Means)
        {
            accounts[id] = (accounts[id].account, means);
        }

        var groups = _groups.Values.Where(group => !change.RemovedGroups.Contains(group.Id)).ToDictionary(group => group.Id);
        foreach (var group in change.Groups)
        {
            groups[group.Id] = group;
        }

        return new AccountSet(Revision + 1, accounts.Values, groups.Values);
    }
}
