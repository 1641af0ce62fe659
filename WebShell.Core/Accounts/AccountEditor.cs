using System.Collections.Immutable;
using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Accounts;

/// <summary>
/// Adds and changes people and groups for the current user (scoped). Rights are asked for every call, each change is in the audit log
/// before it is made, and who changed what somebody else changed meanwhile is told instead of winning.
/// </summary>
public sealed class AccountEditor(AccountBook book, AccessPolicy policy, ICurrentUser currentUser, IAuditLog audit, TimeProvider time)
{
    public const string GoneSentence = "There is no such account any more.";
    private const string ConflictSentence = "was changed by somebody else meanwhile. Look at it as it is now, and change it again.";

    /// <summary>Everything there is; null for who may not know.</summary>
    public async ValueTask<AccountSet?> ReadAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ManageAccounts).IsAllowed ? book.Now : null;

    /// <summary>Adds somebody, who sets a password with the link of that token within <see cref="InvitationLink.Life"/>.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="AccountException">It may not be; the message is for the user.</exception>
    public async Task<(Account Account, string Token)> AddAsync(NewAccount wanted, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var now = time.GetUtcNow();
        var (token, invitation) = InvitationLink.Make(now, InvitationLink.Life);
        var account = new Account
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = wanted.Name.Trim(),
            DisplayName = AccountNames.Tidy(wanted.DisplayName),
            Email = AccountNames.Tidy(wanted.Email),
            Role = wanted.Role,
            Stamp = AccountRules.NewStamp(),
            AddedAt = now,
        };
        await book.ChangeAsync(
            async set =>
            {
                Refuse(AccountRules.CheckNew(set, account.Name, account.DisplayName, account.Email));
                var groups = Joining(set, account.Id, wanted.Groups);
                await WriteAsync(user, AuditKind.AccountAdded, account.Name, new() { ["role"] = Word(account.Role), ["groups"] = Names(set, wanted.Groups) });
                return AccountChange.Of(account, new SignInMeans { Invitation = invitation }) with { Groups = groups };
            },
            cancellationToken);
        return (account, token);
    }

    /// <summary>Changes what an account is called, its role and its groups. Another role ends its sign-ins.</summary>
    /// <param name="basis">The account as it was when the user began.</param>
    /// <param name="wanted">As it shall be; its name does not count.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <inheritdoc cref="AddAsync"/>
    public async Task ChangeAsync(Account basis, NewAccount wanted, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var (displayName, email) = (AccountNames.Tidy(wanted.DisplayName), AccountNames.Tidy(wanted.Email));
        await book.ChangeAsync(
            async set =>
            {
                var account = Current(set, basis);
                Refuse(AccountNames.DisplayName(displayName) ?? AccountNames.Email(email));
                var groups = Joining(set, account.Id, wanted.Groups);
                var changed = AccountRules.WithRole(account, wanted.Role) with { DisplayName = displayName, Email = email };
                if (changed == account && groups.Length == 0)
                {
                    return null;
                }

                var change = AccountRules.KeepAdministrator(set, AccountChange.Of(changed with { Version = account.Version + 1 }) with { Groups = groups });
                await WriteAsync(user, AuditKind.AccountChanged, account.Name, Differences(set, account, changed, wanted.Groups));
                return change;
            },
            cancellationToken);
    }

    /// <summary>Closes every way in, or opens them again.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task SetDisabledAsync(Account basis, bool isDisabled, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await ChangeAsync(
            user,
            basis,
            isDisabled ? AuditKind.AccountDisabled : AuditKind.AccountEnabled,
            account => isDisabled && account.Id == user.Id
                ? throw new AccountException("You cannot disable yourself.")
                : account with { IsDisabled = isDisabled, Stamp = AccountRules.NewStamp() },
            cancellationToken);
    }

    /// <summary>Ends all sign-ins and shells of somebody.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task SignOutAsync(Account basis, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await book.ChangeAsync(
            async set =>
            {
                var account = Current(set, basis);
                await WriteAsync(user, AuditKind.SignedOutEverywhere, account.Name, []);
                return AccountChange.Of(account with { Stamp = AccountRules.NewStamp(), Version = account.Version + 1 }, set.NextEra(account.Id));
            },
            cancellationToken);
    }

    /// <summary>Forgets password, second factor, recovery codes and passkeys, and ends all sign-ins and shells; the token is for a link to set a new password.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task<string> ResetAsync(Account basis, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var (token, invitation) = InvitationLink.Make(time.GetUtcNow(), InvitationLink.Life);
        await book.ChangeAsync(
            async set =>
            {
                var account = Current(set, basis);
                Refuse(account.Origin == AccountOrigin.Local ? null : $"“{account.Name}” signs in elsewhere; there is nothing to reset here. Disable the account, or end its sign-ins.");
                await WriteAsync(user, AuditKind.PasswordReset, account.Name, []);
                return AccountChange.Of(
                    account with { Stamp = AccountRules.NewStamp(), Version = account.Version + 1 },
                    new SignInMeans { Invitation = invitation, External = set.MeansOf(account.Id).External, LastSignInAt = set.MeansOf(account.Id).LastSignInAt, Era = set.NextEra(account.Id).Era });
            },
            cancellationToken);
        return token;
    }

    /// <summary>Removes an account for good. What belongs to its id (sessions, audit) stays as it is.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task RemoveAsync(Account basis, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await book.ChangeAsync(
            async set =>
            {
                var account = Current(set, basis);
                Refuse(account.Id == user.Id ? "You cannot remove yourself." : null);
                var change = AccountRules.KeepAdministrator(set, new AccountChange { Removed = [account.Id], Groups = Joining(set, account.Id, []) });
                await WriteAsync(user, AuditKind.AccountRemoved, account.Name, new() { ["role"] = Word(account.Role), ["groups"] = string.Join(", ", set.GroupsOf(account.Id)) });
                return change;
            },
            cancellationToken);
    }

    /// <summary>Adds a group, or gives one another name and other members.</summary>
    /// <param name="basis">The group as it was when the user began; null: a new one.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="members">The ids of the accounts in it.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task SaveGroupAsync(AccountGroup? basis, string name, IReadOnlyCollection<string> members, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var wanted = name.Trim();
        await book.ChangeAsync(
            async set =>
            {
                var group = basis is null ? null : Current(set, basis);
                Refuse(AccountNames.GroupName(wanted)
                    ?? (set.GroupNamed(wanted) is { } same && same.Id != group?.Id ? $"There is a group named “{same.Name}” already." : null)
                    ?? (group is null && set.Groups.Count() >= AccountRules.MaxGroups ? $"There are {AccountRules.MaxGroups} groups; remove some first." : null));
                var saved = new AccountGroup
                {
                    Id = group?.Id ?? Guid.NewGuid().ToString("N"),
                    Name = wanted,
                    Members = [.. members.Where(id => set.Find(id) is not null)],
                    Version = (group?.Version ?? 0) + 1,
                };
                await WriteAsync(user, group is null ? AuditKind.GroupAdded : AuditKind.GroupChanged, saved.Name, new()
                {
                    ["name"] = AuditEvent.Change(group?.Name ?? "", saved.Name),
                    ["joined"] = People(set, saved.Members.Except(group?.Members ?? [])),
                    ["left"] = People(set, (group?.Members ?? []).Except(saved.Members)),
                });
                return new AccountChange { Groups = [saved] };
            },
            cancellationToken);
    }

    /// <summary>Removes a group; the people in it stay.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task RemoveGroupAsync(AccountGroup basis, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await book.ChangeAsync(
            async set =>
            {
                var group = Current(set, basis);
                await WriteAsync(user, AuditKind.GroupRemoved, group.Name, new() { ["members"] = People(set, group.Members) });
                return new AccountChange { RemovedGroups = [group.Id] };
            },
            cancellationToken);
    }

    private async Task ChangeAsync(PortalUser user, Account basis, AuditKind kind, Func<Account, Account> alter, CancellationToken cancellationToken) => await book.ChangeAsync(
        async set =>
        {
            var account = Current(set, basis);
            var change = AccountRules.KeepAdministrator(set, AccountChange.Of(alter(account) with { Version = account.Version + 1 }));
            await WriteAsync(user, kind, account.Name, []);
            return change;
        },
        cancellationToken);

    // The groups that change when that account is in exactly these.
    private static AccountGroup[] Joining(AccountSet set, string id, IReadOnlyCollection<string> groupIds)
    {
        Refuse(groupIds.Any(group => set.FindGroup(group) is null) ? "One of the groups was removed meanwhile. Look at the groups again." : null);
        return
        [
            .. set.Groups.Where(group => group.Members.Contains(id) != groupIds.Contains(group.Id))
                .Select(group => group with { Members = groupIds.Contains(group.Id) ? group.Members.Add(id) : group.Members.Remove(id), Version = group.Version + 1 }),
        ];
    }

    private static Account Current(AccountSet set, Account basis) => set.Find(basis.Id) switch
    {
        null => throw new AccountException(GoneSentence),
        { } account when account.Version != basis.Version => throw new AccountConflictException($"“{account.Name}” {ConflictSentence}"),
        { } account => account,
    };

    private static AccountGroup Current(AccountSet set, AccountGroup basis) => set.FindGroup(basis.Id) switch
    {
        null => throw new AccountException("There is no such group any more."),
        { } group when group.Version != basis.Version => throw new AccountConflictException($"The group “{group.Name}” {ConflictSentence}"),
        { } group => group,
    };

    private static Dictionary<string, string> Differences(AccountSet set, Account before, Account after, IReadOnlyCollection<string> groups)
    {
        (string Name, string Before, string After)[] facts =
        [
            ("role", Word(before.Role), Word(after.Role)),
            ("display name", before.DisplayName ?? "", after.DisplayName ?? ""),
            ("e-mail", before.Email ?? "", after.Email ?? ""),
            ("groups", string.Join(", ", set.GroupsOf(before.Id)), Names(set, groups)),
        ];
        return facts.Where(fact => fact.Before != fact.After).ToDictionary(fact => fact.Name, fact => AuditEvent.Change(fact.Before, fact.After));
    }

    private static string Word(PortalRole role) => role.ToString().ToLowerInvariant();

    private static string Names(AccountSet set, IEnumerable<string> groups) =>
        string.Join(", ", groups.Select(id => set.FindGroup(id)?.Name).OfType<string>().Order(StringComparer.OrdinalIgnoreCase));

    private static string People(AccountSet set, IEnumerable<string> ids) => string.Join(", ", ids.Select(id => set.Find(id)?.Name).OfType<string>().Order(StringComparer.Ordinal));

    private static void Refuse(string? mistake)
    {
        if (mistake is not null)
        {
            throw new AccountException(mistake);
        }
    }

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.ManageAccounts);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }

    private ValueTask WriteAsync(PortalUser user, AuditKind kind, string on, Dictionary<string, string> details) => audit.WriteAsync(
        new AuditEvent(kind, user.Id, user.Name, on, details.Where(detail => detail.Value.Length > 0).ToDictionary()) { From = user.From }, CancellationToken.None);
}

/// <summary>What a person typed of an account.</summary>
/// <param name="Name">The sign-in name.</param>
/// <param name="DisplayName">What others see beside it.</param>
/// <param name="Email">Where to reach them.</param>
/// <param name="Role">What they are to the portal.</param>
/// <param name="Groups">The ids of their groups.</param>
public sealed record NewAccount(string Name, string? DisplayName, string? Email, PortalRole Role, IReadOnlyCollection<string> Groups);
