using System.Text;

namespace WebShell.Core.Audit;

/// <summary>Text as every database and file keeps it, and gives it back, byte for byte: no control characters, no half characters, bounded.</summary>
internal static class AuditText
{
    private const char Instead = '\uFFFD';
    private const string Cut = "… (cut)";

    public static string Clean(string text, int most)
    {
        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > most)
            {
                return clean.Append(Cut).ToString();
            }

            clean.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? Instead.ToString() : rune.ToString());
        }

        return clean.ToString();
    }
}
