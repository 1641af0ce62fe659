using WebShell.Core.Credentials;

namespace WebShell.App.Dialogs;

/// <summary>What a person signs in with, and what becomes of it afterwards.</summary>
public sealed record SignInAnswer(Credential Credential, KeepSignIn Keep)
{
    /// <summary>What it is to be called when it is <see cref="KeepSignIn.Saved"/>.</summary>
    public string Name { get; init; } = "";
}

/// <summary>How long a secret that was typed is kept.</summary>
public enum KeepSignIn
{
    /// <summary>For this one sign-in.</summary>
    No,

    /// <summary>In this server's memory, until the tab is closed or its page is gone.</summary>
    ForShell,

    /// <summary>Among the person's stored credentials, once the machine has taken it.</summary>
    Saved,
}

/// <summary>The ways to sign in that the dialog shows.</summary>
public enum SignInWay
{
    Password,
    PrivateKey,
    Prompts,
}
