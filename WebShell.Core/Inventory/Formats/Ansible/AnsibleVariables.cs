using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>Which variables become labels: single values that everybody may read. What Ansible itself means, what may be a secret, and what cannot be a label does not.</summary>
internal static partial class AnsibleVariables
{
    public static bool IsLabel(string name, AnsibleValue value) =>
        value.Text is { } text && !name.StartsWith("ansible_", StringComparison.Ordinal) && !MayBeSecret().IsMatch(name) && !text.Contains("{{", StringComparison.Ordinal)
        && VmValidation.LabelKey(name) is null && VmValidation.LabelValue(text) is null;

    /// <summary>The way of <c>-J</c> or <c>-o ProxyJump=</c> in the arguments for ssh, or null.</summary>
    public static string? JumpOf(string? arguments) => arguments is not null && Jump().Match(arguments) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"pass|pwd|secret|token|credential|vault|private|(^|_|-)(api|access|ssh)?_?key(s|_|-|$)|apikey", RegexOptions.IgnoreCase)]
    private static partial Regex MayBeSecret();

    [GeneratedRegex("""(?:^|\s)(?:-J\s*|-o\s*["']?ProxyJump[= ]\s*)([^\s"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Jump();
}
