using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>What a person is told when a sign-in does not succeed.</summary>
internal static class SignInFailure
{
    public static ShellException NothingKnown(SshTarget target) => new(
        ShellFailureReason.MethodNotOffered,
        $"{target.VmName} offers no way to sign in that is known here (private key, password, keyboard-interactive). Look at its SSH server's AuthenticationMethods.");

    public static ShellException NotOffered(SshTarget target, SignInMethods wanted, SignInMethods offered) => new(
        ShellFailureReason.MethodNotOffered,
        $"{target.VmName} does not take {SignInWords.Of(wanted)} for {target.Login}; it offers {SignInWords.Of(offered)}. Sign in that way. Nothing was sent.");

    public static ShellException WantsMore(SshTarget target, SignInMethods accepted, SignInMethods offered) => new(
        ShellFailureReason.MethodNotOffered,
        $"{target.VmName} accepted {Proof(accepted)} for {target.Login} and wants more: {SignInWords.Of(offered)}. Tell its administrator.");

    public static ShellException NeverContent(SshTarget target, SignInMethods accepted) => new(
        ShellFailureReason.TooManyPrompts,
        $"{target.VmName} accepted {Proof(accepted)} for {target.Login} and still wants more proofs. Tell its administrator.");

    public static ShellException AsksTooMuch(SshTarget target) => new(
        ShellFailureReason.TooManyPrompts,
        $"{target.VmName} asks more than is answered here ({PromptsQuestion.MaxPrompts} prompts at a time, {PromptsQuestion.MaxRounds} rounds), so it was left. Tell its administrator.");

    public static ShellException SecondKeyRefused(SshTarget target, SignInMethods accepted, SignInReply reply) => new(
        ShellFailureReason.AuthenticationFailed,
        $"{target.VmName} accepted {Proof(accepted)} for {target.Login}, but not this key besides. It must be one that the machine knows for this login, and not the same twice.",
        new InvalidOperationException($"libssh: {reply.Code} {reply.Error}"));

    /// <param name="target">The machine and login.</param>
    /// <param name="credential">What was refused; null when it was a later proof.</param>
    /// <param name="method">How it was proved.</param>
    /// <param name="hasAsked">Whether it asked anything of its own.</param>
    /// <param name="reply">The machine's answer.</param>
    public static ShellException Refused(SshTarget target, Credential? credential, SignInMethods method, bool hasAsked, SignInReply reply)
    {
        var cause = new InvalidOperationException($"libssh: {reply.Code} {reply.Error}");
        return new ShellException(ShellFailureReason.AuthenticationFailed, credential switch
        {
            PrivateKeyCredential { Certificate: { } certificate } => Certified(target, certificate),
            PrivateKeyCredential or AgentKeyCredential => $"{target.VmName} did not accept the key for {target.Login}. Check that the machine has the public key for this login.",
            _ when method == SignInMethods.Prompts && !hasAsked => $"{target.VmName} offers prompts but asks nothing and refuses {target.Login}: none are set up there. It offers {SignInWords.Of(reply.Offered)}; tell its administrator.",
            _ when method == SignInMethods.Prompts => $"{target.VmName} did not accept the answers for {target.Login}. Connect again; a one-time code works once and for a short time only.",
            _ => $"{target.VmName} did not accept the password for {target.Login}. Check login and password.",
        }, cause);
    }

    private static string Certified(SshTarget target, UserCertificate certificate)
    {
        var isForAnother = certificate.Principals.Count > 0 && !certificate.Principals.Contains(target.Login);
        return $"{target.VmName} did not accept the certificate for {target.Login}. " + (isForAnother
            ? $"It is made out to {string.Join(", ", certificate.Principals.Take(5))}, not to {target.Login}: get one for this login, or choose another."
            : "Check that the machine trusts the authority that signed it (TrustedUserCAKeys), and that it allows this address and login.");
    }

    private static string Proof(SignInMethods accepted) => accepted switch
    {
        SignInMethods.PrivateKey => "the key",
        SignInMethods.Password => "the password",
        SignInMethods.Prompts => "the answers",
        _ => "what it was given",
    };
}
