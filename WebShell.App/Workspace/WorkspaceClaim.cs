using System.Text.RegularExpressions;

namespace WebShell.App.Workspace;

/// <summary>
/// Which workspace a page shows, in its own words (client/src/workspace.js), and which others of its browser have no page any more.
/// The names are no secret: they count only together with the signed-in user.
/// </summary>
public sealed partial record WorkspaceClaim(string Name, IReadOnlyList<string> Gone)
{
    /// <summary>More workspaces without a page than this are not taken up at once.</summary>
    public const int MaxGone = 20;

    private const string NameParameter = "workspace";
    private const string GoneParameter = "gone";

    /// <summary>What the query says; a page that says nothing, or nonsense, has a workspace of its own.</summary>
    public static WorkspaceClaim Of(IQueryCollection? query)
    {
        var name = query?[NameParameter].ToString() ?? "";
        var gone = query?[GoneParameter].ToString().Split(',') ?? [];
        return new WorkspaceClaim(
            Form().IsMatch(name) ? name : Guid.NewGuid().ToString("N"),
            [.. gone.Where(other => Form().IsMatch(other) && other != name).Distinct().Take(MaxGone)]);
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Form();
}
