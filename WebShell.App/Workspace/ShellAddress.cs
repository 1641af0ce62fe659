namespace WebShell.App.Workspace;

/// <summary>
/// Where one tab of the workspace is found: machine, login, and a number that tells several shells of the two apart (1 is not
/// written). As a url: <c>shell/web-01?login=deploy&amp;n=2</c>. Never a secret.
/// </summary>
public readonly record struct ShellAddress(string VmName, string Login, int Number)
{
    /// <summary>Relative to the base.</summary>
    public string Url => $"shell/{Uri.EscapeDataString(VmName)}?login={Uri.EscapeDataString(Login)}{(Number > 1 ? $"&n={Number}" : "")}";
}
