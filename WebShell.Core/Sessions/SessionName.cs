using WebShell.Core.Text;

namespace WebShell.Core.Sessions;

/// <summary>What a person may call a session: at most <see cref="MaxLength"/> visible characters on one line.</summary>
public static class SessionName
{
    public const int MaxLength = 40;

    /// <summary>What is wrong with the name and what is accepted, or null. An empty one is none.</summary>
    public static string? MistakeIn(string text)
    {
        var name = text.Trim();
        return name.Length > MaxLength ? $"A name has at most {MaxLength} characters; this one has {name.Length}."
            : name.EnumerateRunes().All(VisibleCharacter.Is) ? null
            : "A name has visible characters only; this one has others, which may not be seen.";
    }

    /// <summary>The name without spaces around it; null for an empty one.</summary>
    /// <exception cref="ArgumentException">There is a mistake in it; the message says which.</exception>
    internal static string? Parse(string text) => MistakeIn(text) is { } mistake ? throw new ArgumentException(mistake)
        : text.Trim() is { Length: > 0 } name ? name
        : null;
}
