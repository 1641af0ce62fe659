using System.Text;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>Splits a host's line as a shell would: blanks separate, quotes hold together and go, a <c>#</c> at the beginning of a word starts a comment.</summary>
internal static class IniWords
{
    public static List<string> Of(ReadOnlySpan<char> line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
            }
            else if (line[at] == '#')
            {
                break;
            }
            else
            {
                words.Add(Word(line, ref at));
            }
        }

        return words;
    }

    private static string Word(ReadOnlySpan<char> line, ref int at)
    {
        var word = new StringBuilder();
        var quote = '\0';
        for (; at < line.Length && (quote != '\0' || !char.IsWhiteSpace(line[at])); at++)
        {
            if (line[at] == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (line[at] is '"' or '\''))
            {
                quote = line[at];
            }
            else if (line[at] == '\\' && quote != '\'' && at + 1 < line.Length)
            {
                word.Append(line[++at]);
            }
            else
            {
                word.Append(line[at]);
            }
        }

        return word.ToString();
    }
}
