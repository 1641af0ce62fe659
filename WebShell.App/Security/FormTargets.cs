namespace WebShell.App.Security;

/// <summary>Where the forms of one response may go besides the portal; nowhere unless its endpoint says so.</summary>
internal static class FormTargets
{
    private static readonly object Key = new();

    /// <summary>
    /// Allows the form of a page that has nothing of others in it to go to that address. Browsers hold the redirects that follow against the
    /// same list (CSP level 3, section 6.4.1), and providers pass people on to others, so every https address is on it.
    /// </summary>
    public static void Allow(HttpContext context, Uri target) => context.Items[Key] = $" https: {target.GetLeftPart(UriPartial.Authority)}";

    /// <summary>What the policy's list has in addition.</summary>
    public static string Of(HttpContext context) => context.Items[Key] as string ?? "";
}
