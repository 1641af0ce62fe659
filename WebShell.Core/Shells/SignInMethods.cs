namespace WebShell.Core.Shells;

/// <summary>The ways to prove a login that a machine offers and the portal knows (RFC 4252, RFC 4256).</summary>
[Flags]
public enum SignInMethods
{
    None = 0,
    Password = 1,
    PrivateKey = 2,

    /// <summary>The machine asks what it likes: keyboard-interactive.</summary>
    Prompts = 4,
}
