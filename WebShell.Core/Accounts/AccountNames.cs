using System.Text;
using System.Text.RegularExpressions;
using WebShell.Core.Access;
using WebShell.Core.Text;

namespace WebShell.Core.Accounts;

/// <summary>
/// What accounts and groups may be called. A sign-in name becomes a login on machines where a rule says <c>{user}</c>, so it has the
/// form of one, and none that a system has by itself.
/// </summary>
public static partial class AccountNames
{
    public const int MaxDisplayName = 100;
    public const int MaxEmail = 254;

    /// <summary>Groups that people are in by their role.</summary>
    private static readonly HashSet<string> OfRoles = new([.. RoleGroups.All, "everyone", "everybody"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OfSystems = new(
        [
            "root", "toor", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data", "backup", "list", "irc", "gnats", "nobody",
            "systemd-network", "systemd-resolve", "systemd-timesync", "messagebus", "sshd", "_apt", "halt", "shutdown", "operator", "ftp", "dbus", "polkitd", "chrony", "ntp",
            "postgres", "mysql", "redis", "nginx", "apache", "docker", "portal", "console", "everyone", "everybody", "nobody-else", "system", "webshell",
        ],
        StringComparer.Ordinal);

    /// <summary>What is wrong with a sign-in name, as a sentence; null: nothing.</summary>
    public static string? SignInName(string? name) => name switch
    {
        null or "" => "Give a sign-in name.",
        _ when !SignInForm().IsMatch(name) => "A sign-in name has 1 to 32 characters: small letters a–z, digits, dot, dash and underscore, and begins with a letter or digit.",
        _ when OfSystems.Contains(name) => $"“{name}” is a name that systems use by themselves; take another one.",
        _ => null,
    };

    /// <summary>What is wrong with a group's name, as a sentence; null: nothing.</summary>
    public static string? GroupName(string? name) => name switch
    {
        null or "" => "Give the group a name.",
        _ when !GroupForm().IsMatch(name) => "A group's name has 1 to 64 characters: letters a–z, digits, space, dot, dash and underscore, and begins and ends with a letter or digit.",
        _ when OfRoles.Contains(name) => $"Everybody is in “{name}” by their role; take another name.",
        _ => null,
    };

    /// <summary>What is wrong with a display name, as a sentence; null: nothing.</summary>
    public static string? DisplayName(string? name) => name switch
    {
        null => null,
        { Length: > MaxDisplayName } => $"A display name has at most {MaxDisplayName} characters.",
        _ when !name.EnumerateRunes().All(VisibleCharacter.Is) || name.Contains('\uFFFD', StringComparison.Ordinal) => "A display name has visible characters only.",
        _ => null,
    };

    /// <summary>What is wrong with an address for mail, as a sentence; null: nothing.</summary>
    public static string? Email(string? address) => address is null || (address.Length <= MaxEmail && EmailForm().IsMatch(address))
        ? null
        : $"An e-mail address looks like ana@example.com and has at most {MaxEmail} characters.";

    /// <summary>What is left of what a person typed: nothing at the edges, and null for nothing at all.</summary>
    public static string? Tidy(string? typed) => typed?.Trim() is { Length: > 0 } text ? text.Normalize(NormalizationForm.FormC) : null;

    // 32: useradd(8) takes no longer one.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,31}\z")]
    private static partial Regex SignInForm();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?\z")]
    private static partial Regex GroupForm();

    [GeneratedRegex(@"\A[^\s@<>""(),:;\[\]\\\p{C}]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\z")]
    private static partial Regex EmailForm();
}
