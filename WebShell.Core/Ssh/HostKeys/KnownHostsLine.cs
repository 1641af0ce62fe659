using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>One entry of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), whose names are machines' names here.</summary>
internal sealed partial record KnownHostsLine(string Marker, string Names, HostKey Key, string Comment)
{
    public const string Revoked = "@revoked";
    public const string Authority = "@cert-authority";

    private const string Hashed = "|1|";

    /// <summary>Null for an empty line or a comment.</summary>
    /// <exception cref="FormatException">Anything else that is not an entry.</exception>
    public static KnownHostsLine? Parse(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var fields = Spaces().Split(text, 5);
        var marker = "";
        if (text[0] == '@')
        {
            marker = fields[0] is Revoked or Authority ? fields[0] : throw new FormatException($"the marker {fields[0]} is not known");
            fields = fields[1..];
        }

        if (fields.Length < 3)
        {
            throw new FormatException("names, key type and key are needed");
        }

        if (!HostKey.TryParse(fields[2], out var key) || key.Algorithm != fields[1])
        {
            throw new FormatException("the key is not one of the type before it");
        }

        return new KnownHostsLine(marker, fields[0], key, string.Join(' ', fields[3..]));
    }

    public static KnownHostsLine Pin(string vmName, HostKey key, DateTimeOffset at, string by) => new("", vmName, key, Note(at, by));

    public static KnownHostsLine Revoke(string names, HostKey key, DateTimeOffset at, string by) => new(Revoked, names, key, Note(at, by));

    /// <summary>The names are in the clear and there is a pattern among them.</summary>
    public bool HasPattern => !IsHashed && Names.AsSpan().ContainsAny('*', '?', '!');

    public bool IsHashed => Names.StartsWith(Hashed, StringComparison.Ordinal);

    /// <summary>It is for this one name and no other.</summary>
    public bool IsFor(string vmName) => IsHashed ? CoversHashed(vmName) : Names.Equals(vmName, StringComparison.OrdinalIgnoreCase);

    public bool Covers(string vmName)
    {
        if (IsHashed)
        {
            return CoversHashed(vmName);
        }

        var covered = false;
        foreach (var name in Names.Split(','))
        {
            var negated = name.StartsWith('!');
            if (Matches(negated ? name[1..] : name, vmName))
            {
                if (negated)
                {
                    return false;
                }

                covered = true;
            }
        }

        return covered;
    }

    public PinnedKey ToPin()
    {
        var found = PinComment().Match(Comment);
        var at = found.Success && DateTimeOffset.TryParse(
            found.Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
        return new PinnedKey(Key, at, found.Success ? Uri.UnescapeDataString(found.Groups[2].Value) : Comment);
    }

    public override string ToString() => string.Join(' ', new[] { Marker, Names, Key.Algorithm, Key.Base64, Comment }.Where(f => f.Length > 0));

    private static string Note(DateTimeOffset at, string by) => $"pinned-at={at.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ} by={Uri.EscapeDataString(by)}";

    private static bool Matches(string pattern, string vmName) => pattern.AsSpan().ContainsAny('*', '?')
        ? Regex.IsMatch(
            vmName,
            "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "\\z",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
        : pattern.Equals(vmName, StringComparison.OrdinalIgnoreCase);

    // HMAC-SHA1 is the format's, not a choice: it hides names, it protects nothing.
    private bool CoversHashed(string vmName)
    {
        var parts = Names[Hashed.Length..].Split('|');
        try
        {
            return parts.Length == 2
#pragma warning disable CA5350 // Weak algorithm: OpenSSH's HashKnownHosts defines it.
                && HMACSHA1.HashData(Convert.FromBase64String(parts[0]), Encoding.UTF8.GetBytes(vmName.ToLowerInvariant()))
#pragma warning restore CA5350
                    .AsSpan().SequenceEqual(Convert.FromBase64String(parts[1]));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"pinned-at=(\S+) by=(\S*)")]
    private static partial Regex PinComment();
}
