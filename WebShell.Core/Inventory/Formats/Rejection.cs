namespace WebShell.Core.Inventory.Formats;

/// <summary>A machine of a source that was not taken.</summary>
/// <param name="Place">Where it stands in the source, in words: <c>line 12</c>, <c>row 7</c>.</param>
/// <param name="Name">Its name, where it has one that can be shown.</param>
/// <param name="Reason">Every mistake it has, for the user, one a line; what stands in another line than the machine begins with its own.</param>
public sealed record Rejection(string Place, string? Name, string Reason)
{
    /// <summary>The mistakes, each with its place in front: <c>line 12: port 70000 is not between 1 and 65535.</c></summary>
    public IEnumerable<string> Mistakes =>
        Reason.Split('\n').Select(mistake => mistake.StartsWith("line ", StringComparison.Ordinal) ? mistake : $"{Place}: {mistake}");
}
