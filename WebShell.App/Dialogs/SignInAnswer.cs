using WebShell.Core.Credentials;

namespace WebShell.App.Dialogs;

/// <summary>What a person signs in with, and what becomes of it afterwards.</summary>
public sealed record SignInAnswer(Credential Credential, KeepSignIn Keep);

/// <summary>How long a secret that was typed is kept.</summary>
public enum KeepSignIn
{
    /// <summary>For this one sign-in.</summary>
    No,

    /// <summary>In this server's memory, until the tab is closed or its page is gone.</summary>
    ForShell,
}

/// <summary>The ways to sign in that the dialog shows.</summary>
public enum SignInWay
{
    Password,
    PrivateKey,
    Prompts,
}
