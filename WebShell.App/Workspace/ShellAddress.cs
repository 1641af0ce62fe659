namespace WebShell.App.Workspace;

/// <summary>
/// Where one tab of the workspace is found: machine, login, and a number that tells several shells of the two apart (1 is not
/// written). As a url: <c>shell/web-01?login=deploy&amp;n=2</c>. Never a secret.
/// </summary>
/// <param name="VmName">The machine.</param>
/// <param name="Login">The user name on it.</param>
/// <param name="Number">From 1.</param>
/// <param name="Jump">The machine it is reached through where that is not its usual way, else empty.</param>
public readonly record struct ShellAddress(string VmName, string Login, int Number, string Jump = "")
{
    /// <summary>What the machine's urls go by, which stays when it is renamed. Default: its name.</summary>
    public string Slug
    {
        get => field ?? VmName;
        init => field = value == VmName ? null : value;
    }

    /// <summary>The id of somebody else's session that is watched there, else empty: loaded anew, it is watched again, and nothing is opened.</summary>
    public string Watched
    {
        get => field ?? "";
        init => field = value.Length == 0 ? null : value;
    }

    /// <summary>Relative to the base.</summary>
    public string Url => Watched.Length > 0 ? $"shell?watch={Uri.EscapeDataString(Watched)}" : $"shell/{Uri.EscapeDataString(Slug)}?login={Uri.EscapeDataString(Login)}{(Jump.Length > 0 ? $"&jump={Uri.EscapeDataString(Jump)}" : "")}{(Number > 1 ? $"&n={Number}" : "")}";
}
