using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.App.Admin.People;

/// <summary>What a person reads about an account in a list.</summary>
internal static class PeopleWords
{
    public static string Role(PortalRole role) => role.ToString();

    public static string RoleMeans(PortalRole role) => role switch
    {
        PortalRole.Administrator => "looks after everything: people, rules, credentials, settings",
        PortalRole.Operator => "looks after machines, host keys and requests",
        PortalRole.Auditor => "reads the audit and sees every session, never connects",
        _ => "goes where rules let them",
    };

    /// <summary>How somebody signs in, or why they cannot.</summary>
    public static string Means(Core.Accounts.Account account, SignInMeans means, DateTimeOffset now)
    {
        if (account.IsDisabled)
        {
            return "disabled";
        }

        string?[] ways =
        [
            means.HasPassword ? means.HasCode ? "password and code" : "password" : null,
            means.Passkeys.Length switch { 0 => null, 1 => "1 passkey", var many => $"{many} passkeys" },
            account.Origin switch { AccountOrigin.Oidc => "company sign-in", AccountOrigin.Header => "proxy", _ => null },
            means.Invitation is { } invitation ? now < invitation.EndsAt ? "invited" : "invitation ran out" : null,
        ];
        return ways.OfType<string>().ToArray() is { Length: > 0 } found ? string.Join(", ", found) : "no way yet";
    }

    public static bool Matches(AccountSet set, Core.Accounts.Account account, string word) =>
        new[] { account.Name, account.DisplayName, account.Email, Role(account.Role), account.IsDisabled ? "disabled" : null }
            .Concat(set.GroupsOf(account.Id)).Any(part => part?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count:N0} {many}";
}
