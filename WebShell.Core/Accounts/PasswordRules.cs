namespace WebShell.Core.Accounts;

/// <summary>What a password must be: long, and not what everybody tries first. No rules about kinds of characters (NIST SP 800-63B, section 3.1.1.2).</summary>
public static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 256;

    private const int LeastDifferent = 4;

    // What lists of leaked passwords have of this length, without digits and signs at the end.
    private static readonly string[] Common =
    [
        "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "qwertyuiop", "qwertz", "qwertzuiop", "azerty", "azertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y", "1q2w3e4r",
        "1qaz2wsx", "1qaz2wsx3edc", "qazwsxedc", "letmein", "welcome", "iloveyou", "administrator", "admin", "changeme", "changeit", "default", "secret", "sunshine", "princess", "football",
        "baseball", "trustno", "monkey", "dragon", "master", "superman", "batman", "abcdef", "abcdefgh", "abcdefghijkl", "abc", "password123password", "passwordpassword", "adminadmin", "qwertyqwerty",
        "correcthorsebatterystaple", "webshell", "terminal", "rootroot", "summer", "winter", "spring", "autumn", "mustang", "whatever", "starwars", "computer", "internet", "company", "hello", "helloworld",
    ];

    /// <summary>What is wrong with a new password, as a sentence; null: nothing.</summary>
    public static string? Check(string? password, Account owner) => password switch
    {
        null or "" => "Choose a password.",
        { Length: < MinLength } => $"A password has at least {MinLength} characters; several words are easy to keep in mind.",
        { Length: > MaxLength } => $"A password has at most {MaxLength} characters.",
        _ when !Passwords.IsText(password) || password.Any(char.IsControl) => "A password has characters that can be typed only.",
        _ when password.Distinct().Count() < LeastDifferent => "That repeats too few characters. Take several words.",
        _ when IsOf(password, owner) => "That is your name. Take something that others do not know of you.",
        _ when IsCommon(password) => "That is one of the passwords that everybody tries first. Take several words that have nothing to do with each other.",
        _ => null,
    };

    private static bool IsOf(string password, Account owner) =>
        new[] { owner.Name, owner.DisplayName, owner.Email }.OfType<string>().Any(own => Rest(password, own).Length == 0);

    private static bool IsCommon(string password)
    {
        var bare = password.ToLowerInvariant().Trim([.. "0123456789!?.,-_#$%&*+@ "]);
        return bare.Length == 0 || Common.Contains(bare) || IsRow(password);
    }

    // 123456789012, abcdefghijklm, and the same backwards.
    private static bool IsRow(string password)
    {
        var steps = password.Zip(password.Skip(1), (first, second) => second - first).ToArray();
        return steps.Count(step => step is 1 or -1 or -9 or 9) >= steps.Length - 1;
    }

    // What is left without the name, digits and signs.
    private static string Rest(string password, string own) =>
        new([.. password.Replace(own, "", StringComparison.OrdinalIgnoreCase).Where(char.IsLetter)]);
}
