using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>The ways to sign in, in a person's words.</summary>
internal static class SignInWords
{
    /// <summary>As in <c>private keys or passwords</c>.</summary>
    public static string Of(SignInMethods methods)
    {
        string[] words =
        [
            .. methods.HasFlag(SignInMethods.PrivateKey) ? ["private keys"] : (string[])[],
            .. methods.HasFlag(SignInMethods.Password) ? ["passwords"] : (string[])[],
            .. methods.HasFlag(SignInMethods.Prompts) ? ["prompts of its own (keyboard-interactive)"] : (string[])[],
        ];
        return words.Length switch
        {
            0 => "nothing that is known here",
            1 => words[0],
            _ => $"{string.Join(", ", words[..^1])} or {words[^1]}",
        };
    }
}
