using System.Globalization;
using WebShell.App.Dialogs;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.App.Admin;

/// <summary>What a person reads about a host key in a list.</summary>
internal static class HostKeyWords
{
    private const int ShortPrint = 16;

    /// <summary>Whom the entry is for.</summary>
    public static string Names(HostKeyLine line) => line.Entry.Names switch
    {
        "*" => "every machine",
        ['|', ..] => "a hashed name",
        _ => ForeignText.Clean(line.Names),
    };

    /// <summary>Enough of the print to tell keys apart in a list, not to compare them.</summary>
    public static string Short(HostKey key) => key.Fingerprint["SHA256:".Length..][..ShortPrint] + "…";

    public static string Since(PinnedKey pin) => pin.PinnedAt == default
        ? "by hand"
        : pin.PinnedAt.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static bool Matches(HostKeyLine line, string word) =>
        new[] { line.Names, line.Entry.Pin.Key.Algorithm, line.Entry.Pin.Key.Fingerprint, line.Entry.Pin.PinnedBy, line.Entry.IsRevoked ? "revoked" : "", line.Vm is { } vm ? $"env:{vm.Environment}" : "" }
            .Any(part => part.Contains(word, StringComparison.OrdinalIgnoreCase));
}
