namespace WebShell.App;

/// <summary>The section <c>WebShell</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "WebShell";

    /// <summary>The folder for everything the portal keeps; made if missing. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>
    /// The origins (<c>https://shell.example.com</c>) under which browsers reach the portal; every other origin is refused.
    /// Required outside Development, where the default is the addresses the portal listens on.
    /// </summary>
    public IList<string> PublicOrigins { get; } = [];

    /// <summary>Whether the demo fleet runs; only in Development and with no inventory configured. Default true.</summary>
    public bool Demo { get; set; } = true;
}
