namespace WebShell.Core.Credentials;

/// <summary>
/// A password, at most <see cref="MaxCharacters"/> characters, without null characters (they would cut it short in C). An empty
/// one is none: machines refuse it unless told otherwise, and it would use up a try.
/// </summary>
public sealed class PasswordCredential : Credential
{
    public const int MaxCharacters = 1024;

    /// <exception cref="ArgumentException">Empty, too long, or with a null character; the message is for a person.</exception>
    public PasswordCredential(string password)
    {
        if (password.Length == 0)
        {
            throw new ArgumentException("The password is empty. It is not sent: machines refuse an empty one, and it would count as a failed try.");
        }

        if (password.Length > MaxCharacters || password.Contains('\0'))
        {
            throw new ArgumentException($"This cannot be a password: it is longer than {MaxCharacters} characters or contains a null character.");
        }

        Password = password;
    }

    internal string Password { get; }
}
