using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using WebShell.Core.Text;

namespace WebShell.Core.Inventory;

/// <summary>What a machine's facts may look like, in one place. Each check gives null or the sentence that names the mistake.</summary>
public static partial class VmValidation
{
    public const int MaxLabelKeyLength = 63;
    public const int MaxLabelValueLength = 255;
    public const int MaxTextLength = 255;
    public const int MaxLogins = 100;
    public const int MaxLabels = 100;
    public const int MaxOtherAddresses = 20;
    public const int MaxLinks = 20;
    public const int MaxUrlLength = 2048;
    public const int MaxNotesBytes = 16 * 1024;

    /// <summary>What a machine's entry says when its SSH server has nothing newer than SHA-1 or CBC.</summary>
    public const string LegacyAlgorithms = "legacy";

    public const int MaxJumps = 10;
    private const int MaxHostLength = 253;

    /// <summary>Every mistake of a machine.</summary>
    public static IReadOnlyList<string> Check(Vm vm) => [.. CheckFields(vm).Select(mistake => mistake.Sentence)];

    /// <summary>Every mistake of a machine, with the field it is in (the keys of the YAML form; all labels are one).</summary>
    public static IReadOnlyList<FieldMistake> CheckFields(Vm vm)
    {
        var mistakes = new List<FieldMistake>();
        Add("name", Name(vm.Name));
        Add("name", vm.Slug == vm.Name ? null : Slug(vm.Slug));
        Add("address", Address(vm.Address));
        Add("addresses", vm.OtherAddresses.Count > MaxOtherAddresses ? $"A machine has at most {MaxOtherAddresses} other addresses." : null);
        AddEach("addresses", vm.OtherAddresses, Address);
        Add("port", Port(vm.Port));
        Add("logins", vm.Logins.Count is < 1 or > MaxLogins ? $"A machine needs 1 to {MaxLogins} logins." : null);
        AddEach("logins", vm.Logins, Login);
        Add("jumps", vm.Jumps.Count > MaxJumps ? $"A machine has at most {MaxJumps} jumps." : null);
        AddEach("jumps", vm.Jumps, Jump);
        Add("labels", vm.Labels.Count > MaxLabels ? $"A machine has at most {MaxLabels} labels." : null);
        AddEach("labels", vm.Labels.Keys, LabelKey);
        AddEach("labels", vm.Labels.Values, LabelValue);
        Add("os", Text("os", vm.OperatingSystem));
        Add("owner", Text("owner", vm.Owner));
        Add("notes", Notes(vm.Notes));
        Add("links", vm.Links.Count > MaxLinks ? $"A machine has at most {MaxLinks} links." : null);
        AddEach("links", vm.Links, Link);
        Add("console", vm.ConsoleUrl is null ? null : Url("console", vm.ConsoleUrl));
        Add("hostKeyPolicy", vm.HostKeyPolicy is null ? null : HostKeyPolicy(vm.HostKeyPolicy));
        Add("credential", vm.Credential is null ? null : Credential(vm.Credential));
        return mistakes;

        void Add(string field, string? sentence)
        {
            if (sentence is not null)
            {
                mistakes.Add(new FieldMistake(field, sentence));
            }
        }

        void AddEach<T>(string field, IEnumerable<T> values, Func<T, string?> check)
        {
            foreach (var value in values)
            {
                Add(field, check(value));
            }
        }
    }

    public static string? Name(string name) => HostName().IsMatch(name) && name.Length <= MaxHostLength
        ? null
        : name.Length == 0 ? "A machine needs a name."
        : $"name {Quoted(name)} is not a host name (letters, digits, '-' and '.', RFC 1123, at most {MaxHostLength} characters).";

    public static string? Slug(string slug) => Name(slug) is null ? null : $"slug {Quoted(slug)} is not a host name.";

    /// <summary>An IP literal in its usual form, or a host name that cannot be mistaken for an address (<c>127.1</c>, <c>0</c>).</summary>
    public static string? Address(string address) => IsIpLiteral(address) || IsHostAddress(address)
        ? null
        : address.Length == 0 ? "A machine needs an address."
        : $"address {Quoted(address)} is neither an IP address nor a host name (RFC 1123).";

    public static string? Port(int port) => port is >= 1 and <= 65535 ? null : $"port {port} is not between 1 and 65535.";

    public static string? Login(string login) => LoginName().IsMatch(login)
        ? null
        : $"login {Quoted(login)} is not a user name (letters, digits, '_', '.', '@', '-', at most 64 characters, maybe '$' at the end).";

    public static string? Jump(string name) => Name(name) is null ? null : $"jump {Quoted(name)} is not the name of a machine.";

    public static string? LabelKey(string key) => Key().IsMatch(key)
        ? null
        : $"label {Quoted(key)} is not a key (a letter, then letters, digits, '_', '.', '/', '-', at most {MaxLabelKeyLength} characters).";

    public static string? LabelValue(string value) => value.Length is > 0 and <= MaxLabelValueLength && IsPlain(value)
        ? null
        : $"label value {Quoted(value)} must have 1 to {MaxLabelValueLength} characters and no control or direction characters.";

    public static string? Credential(string name) => name.Length is > 0 and <= MaxTextLength && IsPlain(name)
        ? null
        : $"credential {Quoted(name)} must have 1 to {MaxTextLength} characters and no control or direction characters.";

    public static string? Algorithms(string profile) => profile is LegacyAlgorithms or "modern"
        ? null
        : $"algorithms {Quoted(profile)} must be 'modern' or '{LegacyAlgorithms}'.";

    /// <summary>Lines and tabs are text here; other control and direction characters are not.</summary>
    public static string? Notes(string notes) =>
        Encoding.UTF8.GetByteCount(notes) > MaxNotesBytes ? $"notes must have at most {MaxNotesBytes / 1024} KiB."
        : notes.EnumerateRunes().All(rune => rune.Value is '\n' or '\r' or '\t' || IsPlain(rune)) ? null
        : "notes must have no control or direction characters.";

    public static string? Link(MachineLink link) => link.Title.Length == 0
        ? "a link needs a title."
        : Text("link title", link.Title) ?? Url($"link {Quoted(link.Title)}", link.Url);

    /// <summary>Only what a browser opens as a page: javascript: and file: are not.</summary>
    public static string? Url(string what, string url) => IsWebUrl(url)
        ? null
        : $"{what}: {Quoted(url)} is not an address that begins with http:// or https:// (at most {MaxUrlLength} characters).";

    public static string? HostKeyPolicy(string policy) => policy is "TrustOnFirstUse" or "PinnedOnly"
        ? null
        : $"host key policy {Quoted(policy)} must be 'TrustOnFirstUse' or 'PinnedOnly'.";

    public static string? Text(string what, string text) => text.Length <= MaxTextLength && IsPlain(text)
        ? null
        : $"{what} {Quoted(text)} must have at most {MaxTextLength} characters and no control or direction characters.";

    /// <summary>Hostile text made harmless and short enough for a message.</summary>
    internal static string Quoted(string text)
    {
        const int MaxShown = 60;
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(MaxShown))
        {
            _ = IsPlain(rune) ? shown.Append(rune) : shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return shown.Append(text.Length > MaxShown ? "…'" : "'").ToString();
    }

    private static bool IsWebUrl(string url) => url.Length <= MaxUrlLength && IsPlain(url) && !url.Contains(' ')
        && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    private static bool IsPlain(string text) => text.EnumerateRunes().All(IsPlain);

    private static bool IsPlain(Rune rune) => VisibleCharacter.Is(rune)
        && rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned;

    // IPAddress.TryParse also takes 127.1 and 2130706433: only what it would write itself is meant. No zone ids.
    private static bool IsIpLiteral(string text) => IPAddress.TryParse(text, out var address) && !text.Contains('%')
        && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? !text.Contains('[') : address.ToString() == text);

    // A last label of digits only, or 0x…, is read as an IPv4 number by resolvers (WHATWG URL, "ends in a number").
    private static bool IsHostAddress(string text) => text.Length <= MaxHostLength && HostName().IsMatch(text) && !NumericTail().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"(\A|\.)([0-9]+|0[xX][0-9A-Fa-f]*)\z")]
    private static partial Regex NumericTail();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}\$?\z")]
    private static partial Regex LoginName();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./-]{0,62}\z")]
    private static partial Regex Key();
}
