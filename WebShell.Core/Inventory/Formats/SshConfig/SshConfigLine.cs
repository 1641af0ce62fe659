using System.Text;

namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>One line: a keyword and its arguments, separated by blanks or one <c>=</c>; double quotes hold an argument together, a <c>#</c> between arguments begins a comment.</summary>
internal static class SshConfigLine
{
    /// <summary>Null: nothing but a comment.</summary>
    public static (string Keyword, List<string> Arguments)? Read(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.IsEmpty || text[0] == '#')
        {
            return null;
        }

        var end = text.IndexOfAny(" \t=\f");
        var keyword = (end < 0 ? text : text[..end]).ToString();
        var rest = end < 0 ? [] : text[end..].TrimStart();
        rest = rest.StartsWith("=") ? rest[1..].TrimStart() : rest;
        return (keyword.ToLowerInvariant(), Arguments(rest));
    }

    private static List<string> Arguments(ReadOnlySpan<char> text)
    {
        var arguments = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (text[at] == '#')
            {
                break;
            }
            else
            {
                arguments.Add(Argument(text, ref at));
            }
        }

        return arguments;
    }

    private static string Argument(ReadOnlySpan<char> text, ref int at)
    {
        var argument = new StringBuilder();
        for (var isQuoted = false; at < text.Length && (isQuoted || !char.IsWhiteSpace(text[at])); at++)
        {
            if (text[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
            {
                argument.Append(text[++at]);
            }
            else
            {
                argument.Append(text[at]);
            }
        }

        return argument.ToString();
    }
}
