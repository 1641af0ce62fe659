using System.Text;
using WebShell.Core.Text;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// What a machine says while one signs in (RFC 4252, 5.4): sshd's <c>Banner</c>, and what its PAM modules say. Its own words, of which only
/// visible characters and line ends are kept, and at most <see cref="MaxCharacters"/>.
/// </summary>
internal sealed class SignInBanner
{
    public const int MaxCharacters = 8 * 1024;

    private string _last = "";

    /// <summary>All that was said so far, each text once; lines end with <c>\n</c>.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Reads what libssh holds: the last text that came.</summary>
    public unsafe void Read(SessionHandle handle)
    {
        var text = LibsshNative.ssh_get_issue_banner(handle);
        try
        {
            Add(LibsshNative.Text(text));
        }
        finally
        {
            LibsshNative.ssh_string_free_char(text);
        }
    }

    internal void Add(string text)
    {
        if (text != _last)
        {
            _last = text;
            var all = Text + Clean(text);
            Text = all.Length <= MaxCharacters ? all : $"{all[..MaxCharacters]}…\n";
        }
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            foreach (var rune in line.Replace("\t", "    ", StringComparison.Ordinal).EnumerateRunes())
            {
                _ = VisibleCharacter.Is(rune) ? clean.Append(rune.ToString()) : clean;
            }

            clean.Append('\n');
        }

        return string.IsNullOrWhiteSpace(clean.ToString()) ? "" : clean.ToString();
    }
}
