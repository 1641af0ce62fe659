using System.Security.Cryptography;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// keyboard-interactive (RFC 4256): the machine asks in rounds, a person answers. A password that is at hand answers by itself only
/// the first round, and only when that is a plain password prompt (<see cref="PasswordPrompts"/>).
/// </summary>
internal sealed class LibsshPrompts(SignInSteps steps, SshTarget target, string address, ISshAuthenticator authenticator)
{
    // Rounds without a prompt only say something; sshd's PAM ends with one.
    private const int MaxRequests = 8;
    private const int MaxTextCharacters = 4 * 1024;

    /// <summary>The machine has asked at least one thing.</summary>
    public bool HasAsked { get; private set; }

    /// <param name="password">At hand, stored or typed for this attempt; null: a person answers everything.</param>
    /// <param name="accepted">What the machine has accepted before.</param>
    /// <param name="cancellationToken">The attempt's.</param>
    /// <exception cref="ShellException">The machine asks too much, or nobody answers.</exception>
    public async Task<SignInReply> RunAsync(string? password, SignInMethods accepted, CancellationToken cancellationToken)
    {
        var (rounds, said) = (0, "");
        for (var requests = 0; ; requests++)
        {
            var reply = await steps.RunAsync(Continue, cancellationToken);
            if (reply.Code != LibsshNative.AuthInfo)
            {
                return reply;
            }

            var question = await steps.ReadAsync(Read);
            rounds += question.Prompts.Count > 0 ? 1 : 0;
            if (question.Prompts.Count > PromptsQuestion.MaxPrompts || rounds > PromptsQuestion.MaxRounds || requests >= MaxRequests)
            {
                throw SignInFailure.AsksTooMuch(target);
            }

            HasAsked |= question.Prompts.Count > 0;
            said = Bounded($"{said}\n{question.Instruction}".Trim());
            if (question.Prompts.Count == 0)
            {
                continue;
            }

            var answers = rounds == 1 && password is not null && PasswordPrompts.IsOne(question.Prompts)
                ? [password]
                : await AskAsync(question with { Instruction = said, Round = rounds, Accepted = accepted }, cancellationToken);
            said = "";
            await SetAsync(answers);
        }
    }

    private Task<IReadOnlyList<string>> AskAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        steps.AskAsync(token => authenticator.AnswerAsync(question, token), cancellationToken);

    private async Task SetAsync(IReadOnlyList<string> answers)
    {
        var secrets = answers.Select(LibsshKeys.Terminated).ToArray();
        try
        {
            await steps.ReadAsync(handle => Set(handle, secrets));
        }
        finally
        {
            Array.ForEach(secrets, secret => CryptographicOperations.ZeroMemory(secret));
        }
    }

    // libssh goes on waiting after a request that it does not take (cut off, more than 256 prompts), but has noted that.
    private unsafe int Continue(SessionHandle handle)
    {
        var code = LibsshNative.ssh_userauth_kbdint(handle, target.Login, null);
        return code != LibsshNative.AuthAgain ? code
            : LibsshNative.Text(LibsshNative.ssh_get_error(handle)) is var error && error.StartsWith("Too much prompts", StringComparison.Ordinal) ? throw SignInFailure.AsksTooMuch(target)
            : error.Contains("INFO_REQUEST", StringComparison.Ordinal) ? LibsshNative.Error
            : code;
    }

    private unsafe PromptsQuestion Read(SessionHandle handle)
    {
        // One more than is allowed says enough.
        var count = Math.Min(LibsshNative.ssh_userauth_kbdint_getnprompts(handle), PromptsQuestion.MaxPrompts + 1);
        var prompts = new List<SignInPrompt>();
        for (var i = 0; i < count; i++)
        {
            byte isShown = 0;
            var text = LibsshNative.Text(LibsshNative.ssh_userauth_kbdint_getprompt(handle, (uint)i, &isShown));
            prompts.Add(new SignInPrompt(Bounded(text), isShown != 0));
        }

        return new PromptsQuestion(target.VmName, target.Login, address, prompts)
        {
            Said = steps.Banner.Text,
            Name = Bounded(LibsshNative.Text(LibsshNative.ssh_userauth_kbdint_getname(handle))),
            Instruction = LibsshNative.Text(LibsshNative.ssh_userauth_kbdint_getinstruction(handle)),
        };
    }

    private static unsafe int Set(SessionHandle handle, byte[][] answers)
    {
        for (var i = 0; i < answers.Length; i++)
        {
            fixed (byte* answer = answers[i])
            {
                if (LibsshNative.ssh_userauth_kbdint_setanswer(handle, (uint)i, answer) != LibsshNative.Ok)
                {
                    throw new InvalidOperationException("libssh does not take an answer.");
                }
            }
        }

        return answers.Length;
    }

    private static string Bounded(string text) => text.Length <= MaxTextCharacters ? text : text[..MaxTextCharacters];
}
