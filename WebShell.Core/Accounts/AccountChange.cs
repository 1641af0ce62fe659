using System.Collections.ObjectModel;

namespace WebShell.Core.Accounts;

/// <summary>What one act changes of the accounts and groups; written whole or not at all.</summary>
public sealed record AccountChange
{
    /// <summary>Added, or changed as a whole.</summary>
    public IReadOnlyCollection<Account> Accounts { get; init; } = [];

    /// <summary>How accounts sign in from now on, by their id.</summary>
    public IReadOnlyDictionary<string, SignInMeans> Means { get; init; } = ReadOnlyDictionary<string, SignInMeans>.Empty;

    /// <summary>The ids of accounts that go.</summary>
    public IReadOnlyCollection<string> Removed { get; init; } = [];

    public IReadOnlyCollection<AccountGroup> Groups { get; init; } = [];

    public IReadOnlyCollection<string> RemovedGroups { get; init; } = [];

    /// <summary>Whether anything is said of who people are; a sign-in alone says nothing.</summary>
    public bool ConcernsRights => Accounts.Count + Removed.Count + Groups.Count + RemovedGroups.Count > 0;

    /// <summary>Only how one account signs in.</summary>
    public static AccountChange Of(string id, SignInMeans means) => new() { Means = new Dictionary<string, SignInMeans> { [id] = means } };

    /// <summary>One account, and how it signs in.</summary>
    public static AccountChange Of(Account account, SignInMeans means) => Of(account.Id, means) with { Accounts = [account] };

    public static AccountChange Of(Account account) => new() { Accounts = [account] };
}
