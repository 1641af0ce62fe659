using System.Net;
using Microsoft.Extensions.Logging;
using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Accounts;

/// <summary>
/// Finds or makes the account of somebody for whom another vouches, and brings its role and groups up to what that one says now. The
/// account is that of the identity: a name that another account has does not lead to it. Thread-safe singleton.
/// </summary>
public sealed partial class VouchedAccounts(AccountBook book, IAuditLog audit, TimeProvider time, ILogger<VouchedAccounts> logger)
{
    /// <param name="person">Who, and what is said of them.</param>
    /// <param name="rules">What follows from it.</param>
    /// <param name="from">Where they come from.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="NotAdmittedException">They do not come in.</exception>
    /// <exception cref="AccountException">It cannot be written, so nobody comes in.</exception>
    public async Task<Account> FindOrMakeAsync(Vouched person, VouchingOptions rules, IPAddress? from, CancellationToken cancellationToken)
    {
        var set = await book.ChangeAsync(
            async now =>
            {
                var known = now.Find(person.Identity);
                if (known is { IsDisabled: true })
                {
                    throw new NotAdmittedException("the account is disabled", "Your account here is disabled. An administrator can enable it again.", known.Name);
                }

                // Somebody whom the console gave back to the portal comes in as they are.
                if (known is not null && known.Origin != person.Origin)
                {
                    return null;
                }

                if (!rules.Admits(person.Groups))
                {
                    throw new NotAdmittedException("in none of the allowed groups", "You are in none of the groups that may use this portal. Ask an administrator.", known?.Name);
                }

                var change = known is null ? Made(now, person, rules) : Refreshed(now, known, person, rules);
                if (change is not null)
                {
                    await NoteAsync(now, change, person, from);
                }

                return change;
            },
            cancellationToken);
        return set.Find(person.Identity) is { IsDisabled: false } account ? account : throw new AccountException(AccountEditor.GoneSentence);
    }

    /// <summary>Ends every sign-in of somebody because who vouches for them says so.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="by">The voucher in words, for the audit.</param>
    /// <param name="endsShells">Whether their shells end too.</param>
    /// <param name="from">Where the word came from.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="AccountException">It cannot be written.</exception>
    public Task EndSignInsAsync(ExternalIdentity identity, string by, bool endsShells, IPAddress? from, CancellationToken cancellationToken) => book.ChangeAsync(
        async now =>
        {
            if (now.Find(identity) is not { } account)
            {
                return null;
            }

            await audit.WriteAsync(new AuditEvent(AuditKind.SignedOutEverywhere, "", by, account.Name) { From = from }, CancellationToken.None);
            return AccountChange.Of(account with { Stamp = AccountRules.NewStamp(), Version = account.Version + 1 }, endsShells ? now.NextEra(account.Id) : now.MeansOf(account.Id));
        },
        cancellationToken);

    private AccountChange Made(AccountSet now, Vouched person, VouchingOptions rules)
    {
        if (rules.NewPeople == Provisioning.Off)
        {
            throw new NotAdmittedException("no account", "There is no account for you here, and this portal makes none by itself. Ask an administrator.");
        }

        if (AccountNames.SignInName(person.Name) is not null)
        {
            throw new NotAdmittedException("a name that is none here", "The name that you have there cannot be a sign-in name here: that has 1 to 32 small letters, digits, dots, dashes and underscores. Ask an administrator.");
        }

        if (now.Named(person.Name!) is not null)
        {
            throw new NotAdmittedException("the name is another account's", "There is an account with your name here already, and it is not linked to you. Ask an administrator.");
        }

        Account account = new()
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = person.Name!,
            DisplayName = Good(person.DisplayName, AccountNames.DisplayName),
            Email = Good(person.Email, AccountNames.Email),
            Role = rules.RoleOf(person.Groups),
            Origin = person.Origin,
            Stamp = AccountRules.NewStamp(),
            AddedAt = time.GetUtcNow(),
        };
        return AccountRules.CheckNew(now, account.Name, account.DisplayName, account.Email) is { } mistake
            ? throw new AccountException(mistake)
            : AccountChange.Of(account, new SignInMeans { External = person.Identity }) with { Groups = Joining(now, account.Id, person, rules) };
    }

    private AccountChange? Refreshed(AccountSet now, Account known, Vouched person, VouchingOptions rules)
    {
        var said = known with
        {
            DisplayName = Good(person.DisplayName, AccountNames.DisplayName) ?? known.DisplayName,
            Email = Good(person.Email, AccountNames.Email) ?? known.Email,
        };
        var wanted = rules.GivesRoles ? AccountRules.WithRole(said, rules.RoleOf(person.Groups)) : said;
        if (now.HasAdministrator && !now.With(AccountChange.Of(wanted)).HasAdministrator)
        {
            Log.LastAdministrator(logger, known.Name);
            wanted = said;
        }

        var groups = Joining(now, known.Id, person, rules);
        return wanted == known && groups.Length == 0 ? null : AccountChange.Of(wanted with { Version = known.Version + 1 }) with { Groups = groups };
    }

    // The groups that change, or begin, when the person is in exactly these of those that follow the voucher.
    private static AccountGroup[] Joining(AccountSet now, string id, Vouched person, VouchingOptions rules)
    {
        var changed = new List<AccountGroup>();
        foreach (var name in rules.Groups.Select(map => map.To).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var belongs = rules.Groups.Any(map => map.To.Equals(name, StringComparison.OrdinalIgnoreCase) && person.Groups.Contains(map.From));
            if (now.GroupNamed(name) is { } group)
            {
                if (group.Members.Contains(id) != belongs)
                {
                    changed.Add(group with { Members = belongs ? group.Members.Add(id) : group.Members.Remove(id), Version = group.Version + 1 });
                }
            }
            else if (belongs && now.Groups.Count() + changed.Count < AccountRules.MaxGroups)
            {
                changed.Add(new AccountGroup { Id = Guid.NewGuid().ToString("N"), Name = name, Members = [id] });
            }
        }

        return [.. changed];
    }

    private async Task NoteAsync(AccountSet now, AccountChange change, Vouched person, IPAddress? from)
    {
        var after = now.With(change);
        var account = after.Find(person.Identity)!;
        var before = now.Find(account.Id);
        (string Name, string Before, string After)[] facts =
        [
            ("role", before is null ? "" : Word(before.Role), Word(account.Role)),
            ("display name", before?.DisplayName ?? "", account.DisplayName ?? ""),
            ("e-mail", before?.Email ?? "", account.Email ?? ""),
            ("groups", string.Join(", ", now.GroupsOf(account.Id)), string.Join(", ", after.GroupsOf(account.Id))),
            ("issuer", before is null ? "" : person.Identity.Issuer, person.Identity.Issuer),
            ("subject", before is null ? "" : person.Identity.Subject, person.Identity.Subject),
        ];
        var details = facts.Where(fact => fact.Before != fact.After).ToDictionary(fact => fact.Name, fact => AuditEvent.Change(fact.Before, fact.After));
        await audit.WriteAsync(new AuditEvent(before is null ? AuditKind.AccountAdded : AuditKind.AccountChanged, "", person.By, account.Name, details) { From = from }, CancellationToken.None);
        foreach (var group in change.Groups.Where(group => now.FindGroup(group.Id) is null))
        {
            await audit.WriteAsync(new AuditEvent(AuditKind.GroupAdded, "", person.By, group.Name, new Dictionary<string, string> { ["joined"] = account.Name }) { From = from }, CancellationToken.None);
        }
    }

    private static string Word(PortalRole role) => role.ToString().ToLowerInvariant();

    private static string? Good(string? said, Func<string?, string?> mistake) => AccountNames.Tidy(said) is { } text && mistake(text) is null ? text : null;

    private static partial class Log
    {
        [LoggerMessage(1203, LogLevel.Warning, "{User} stays an administrator although who vouches for them says otherwise: there is no other one")]
        public static partial void LastAdministrator(ILogger logger, string user);
    }
}
