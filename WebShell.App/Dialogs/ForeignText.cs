using System.Text;
using WebShell.Core.Text;

namespace WebShell.App.Dialogs;

/// <summary>
/// Makes text that a machine, a file or a person chose harmless to look at: control, bidi and other invisible characters are
/// dropped and the length is bounded, so that a name cannot pretend to be another one. Markup is not its concern: Blazor encodes.
/// </summary>
internal static class ForeignText
{
    public const int MaxLength = 256;

    public static string Clean(string? text, int maxLength = MaxLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text; // nearly every name there is
        }

        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (!VisibleCharacter.Is(rune))
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }
}
