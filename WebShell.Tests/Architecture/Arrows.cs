using System.Text.RegularExpressions;

namespace WebShell.Tests.Architecture;

/// <summary>The arrows of the design: which folder may know which. Reads source text, so a fully qualified name counts too.</summary>
internal static partial class Arrows
{
    /// <summary>Folder of Core → the folders of Core it may use. Its own sub-folders are its own affair.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Text"] = [],
        ["Inventory"] = ["Text"],
        ["Access"] = ["Text", "Inventory"],
        ["Accounts"] = ["Access", "Audit", "Credentials", "Text"],
        ["Editing"] = ["Inventory", "Access", "Audit"],
        ["Requests"] = ["Text", "Inventory", "Access", "Audit"],
        ["Credentials"] = ["Inventory", "Access", "Audit"],
        ["Audit"] = [],
        ["Shells"] = ["Credentials"],
        ["Vt"] = [],
        ["Ssh"] = ["Shells", "Credentials", "Audit", "Text"],
        ["Reachability"] = ["Inventory", "Ssh", "Shells"],
        ["Recording"] = ["Shells"],
        ["Sessions"] = ["Text", "Shells", "Vt", "Recording", "Audit", "Access", "Inventory", "Credentials"],
        ["Personal"] = ["Text", "Inventory", "Access", "Sessions"],
        ["Files"] = ["Ssh", "Shells"],
        ["Storage"] = ["Inventory", "Access", "Accounts", "Credentials", "Audit", "Recording", "Sessions", "Ssh", "Personal", "Requests"],
    };

    private static readonly string[] ForbiddenInCore =
        ["Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.SignalR", "Microsoft.JSInterop", "WebShell.App"];

    /// <summary>The forbidden arrows of one file of Core; <paramref name="path"/> is relative to Core, with slashes.</summary>
    public static IEnumerable<string> InCore(string path, string source)
    {
        var code = WithoutComments(source);
        foreach (var name in ForbiddenInCore.Where(name => Mentions(code, name)))
        {
            yield return $"{path}: Core must not use {name}.";
        }

        if (!path.Contains('/', StringComparison.Ordinal))
        {
            // CoreServices.cs, the table of contents, knows every folder.
            yield break;
        }

        var folder = path[..path.IndexOf('/', StringComparison.Ordinal)];
        if (!Allowed.TryGetValue(folder, out var allowed))
        {
            yield return $"{path}: the folder {folder} has no place in the design; give it one.";
            yield break;
        }

        foreach (var used in UsedFolders(code).Where(used => used != folder && !allowed.Contains(used)))
        {
            yield return $"{path}: {folder} must not use {used}.";
        }
    }

    /// <summary>The forbidden arrows of one file of App.</summary>
    public static IEnumerable<string> InApp(string path, string source) => Mentions(WithoutComments(source), "WebShell.Core.Ssh.Libssh")
        ? [$"{path}: App must not use WebShell.Core.Ssh.Libssh."]
        : [];

    private static IEnumerable<string> UsedFolders(string code) =>
        CoreName().Matches(code).Select(match => match.Groups[1].Value).Distinct().Where(name => Allowed.ContainsKey(name));

    private static bool Mentions(string code, string name) => Regex.IsMatch(code, @"(?<![\w.])" + Regex.Escape(name) + @"(?!\w)");

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    // Also names that start at a parent namespace: inside WebShell.Core.X, "Core.Ssh.Y" means the same.
    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:WebShell\.)?Core\.([A-Z]\w*)")]
    private static partial Regex CoreName();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
