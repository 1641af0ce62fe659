namespace WebShell.App.Account;

/// <summary>The addresses of signing in and out.</summary>
internal static class AccountPaths
{
    public const string SignIn = "/signin";
    public const string SignOut = "/signout";
    public const string Renew = "/signin/renew";
    public const string TokenParameter = "token";
    public const string ReturnParameter = "return";

    /// <summary>A return address if it stays on this portal, else the first page.</summary>
    public static string LocalOrHome(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
