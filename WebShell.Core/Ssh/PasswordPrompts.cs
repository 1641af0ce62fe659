using System.Text.RegularExpressions;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// Which prompts a password that is at hand may answer by itself: exactly one, hidden, in the words of a plain password prompt.
/// A one-time code, a new password or two questions at once are a person's.
/// </summary>
internal static partial class PasswordPrompts
{
    private const int MaxCharacters = 4 * 1024;

    public static bool IsOne(IReadOnlyList<SignInPrompt> prompts) =>
        prompts is [{ IsShown: false, Text.Length: <= MaxCharacters } prompt] && Plain().IsMatch(LastLine(prompt.Text));

    // What a machine says before it asks comes in the same text, on lines of its own (sshd with PAM).
    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();

    [GeneratedRegex(@"^(\([^()]*\) ?)?(\S+@\S+'s )?password( for \S+)? ?:?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
