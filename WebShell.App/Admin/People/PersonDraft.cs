using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.App.Admin.People;

/// <summary>What is typed of a person.</summary>
public sealed class PersonDraft
{
    /// <summary>The account as it was when somebody began to change it; null: a new one.</summary>
    public Core.Accounts.Account? Basis { get; private init; }

    public string Name { get; set; } = "";

    public string? DisplayName { get; set; }

    public string? Email { get; set; }

    public PortalRole Role { get; set; }

    /// <summary>The ids of their groups.</summary>
    public HashSet<string> Groups { get; private init; } = [];

    public static PersonDraft New() => new();

    public static PersonDraft Of(Core.Accounts.Account account, AccountSet set) => new()
    {
        Basis = account,
        Name = account.Name,
        DisplayName = account.DisplayName,
        Email = account.Email,
        Role = account.Role,
        Groups = [.. set.Groups.Where(group => group.Members.Contains(account.Id)).Select(group => group.Id)],
    };

    public NewAccount ToAccount() => new(Name, DisplayName, Email, Role, Groups);
}

/// <summary>What is typed of a group.</summary>
public sealed class GroupDraft
{
    /// <summary>The group as it was when somebody began to change it; null: a new one.</summary>
    public AccountGroup? Basis { get; private init; }

    public string Name { get; set; } = "";

    /// <summary>The ids of those in it.</summary>
    public HashSet<string> Members { get; private init; } = [];

    public static GroupDraft New() => new();

    public static GroupDraft Of(AccountGroup group) => new() { Basis = group, Name = group.Name, Members = [.. group.Members] };
}
