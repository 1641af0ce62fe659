namespace WebShell.App.Account;

/// <summary>The addresses of signing in and out, and of what people change of how they sign in.</summary>
internal static class AccountPaths
{
    public const string SignIn = "/signin";
    public const string Code = "/signin/code";
    public const string Invitation = "/signin/invitation";
    public const string Oidc = "/signin/oidc";
    public const string OidcCallback = "/signin/oidc/callback";
    public const string OidcBackChannel = "/signin/oidc/backchannel";
    public const string OidcFarewell = "/signin/oidc/farewell";
    public const string Proxy = "/signin/proxy";
    public const string SignOut = "/signout";
    public const string Renew = "/signin/renew";
    public const string Account = "/account";
    public const string Password = "/account/password";
    public const string Authenticator = "/account/authenticator";
    public const string Passkeys = "/account/passkeys";
    public const string NewPasskey = "/account/passkeys/new";
    public const string SignInPasskey = "/signin/passkey";
    public const string AskPasskey = "/signin/passkey/options";
    public const string SignOutOthers = "/account/sign-out-others";
    public const string TokenParameter = "token";
    public const string ReturnParameter = "return";

    /// <summary>A return address if it stays on this portal, else the first page.</summary>
    public static string LocalOrHome(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";

    /// <summary>Where an invitation leads, under an origin of the portal.</summary>
    public static string InvitationUnder(Uri origin, string token) => $"{new Uri(origin, Invitation)}?{TokenParameter}={token}";
}
