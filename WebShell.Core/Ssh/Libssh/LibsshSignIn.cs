using System.Security.Cryptography;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Signs in with exactly one credential, in the one way that belongs to it. What a machine wants besides (partial success,
/// RFC 4252, 5.1) a person gives: its prompts, the password, or another key.
/// </summary>
internal sealed class LibsshSignIn(
    SignInSteps steps, SshTarget target, string address, ISshAuthenticator authenticator, SshOptions options, TimeProvider time)
{
    /// <summary>A machine that is not content with as many is given up.</summary>
    private const int MaxProofs = 3;

    private readonly LibsshPrompts _prompts = new(steps, target, address, authenticator);

    /// <exception cref="ShellException">Not signed in; the reason says whether the machine refused or the credential is at fault.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // What the machine offers is known before anybody is asked for anything; sshd counts this as no try.
        var reply = await steps.RunAsync(handle => LibsshNative.ssh_userauth_none(handle, target.Login), cancellationToken);
        if (reply.Code == LibsshNative.AuthSuccess)
        {
            return; // it wants no proof of this login
        }

        if (reply.Offered == SignInMethods.None)
        {
            throw SignInFailure.NothingKnown(target);
        }

        var credential = await GetCredentialAsync(reply.Offered, SignInMethods.None, cancellationToken);
        var method = MethodOf(credential, reply.Offered);
        reply = await ProveAsync(credential, method, cancellationToken);
        var accepted = SignInMethods.None;
        for (var proofs = 1; reply.Code == LibsshNative.AuthPartial; proofs++)
        {
            accepted |= method;
            method = proofs < MaxProofs ? NextMethod(reply.Offered, accepted) : throw SignInFailure.NeverContent(target, accepted);
            switch (method)
            {
                case SignInMethods.Prompts:
                    reply = await _prompts.RunAsync(password: null, accepted, cancellationToken);
                    break;
                case SignInMethods.Password:
                    reply = await AskPasswordAsync(accepted, cancellationToken);
                    break;
                default:
                    credential = await GetCredentialAsync(SignInMethods.PrivateKey, accepted, cancellationToken);
                    reply = await ProveAsync(credential, MethodOf(credential, SignInMethods.PrivateKey), cancellationToken);
                    break;
            }
        }

        if (reply.Code != LibsshNative.AuthSuccess)
        {
            throw method == SignInMethods.PrivateKey && accepted != SignInMethods.None
                ? SignInFailure.SecondKeyRefused(target, accepted, reply)
                : SignInFailure.Refused(target, accepted == SignInMethods.None ? credential : null, method, _prompts.HasAsked, reply);
        }
    }

    private Task<Credential> GetCredentialAsync(SignInMethods offered, SignInMethods accepted, CancellationToken cancellationToken)
    {
        var offer = new SignInOffer(address, offered) { Accepted = accepted, Said = steps.Banner.Text };
        return steps.AskAsync(token => authenticator.GetCredentialAsync(offer, token), cancellationToken);
    }

    /// <summary>The one way that belongs to the credential. Where a machine takes passwords by prompts only, that is how it gets one.</summary>
    private SignInMethods MethodOf(Credential credential, SignInMethods offered)
    {
        var wanted = credential switch
        {
            PasswordCredential when !offered.HasFlag(SignInMethods.Password) && offered.HasFlag(SignInMethods.Prompts) => SignInMethods.Prompts,
            PasswordCredential => SignInMethods.Password,
            PromptsCredential => SignInMethods.Prompts,
            _ => SignInMethods.PrivateKey,
        };
        return offered.HasFlag(wanted) ? wanted : throw SignInFailure.NotOffered(target, wanted, offered);
    }

    // Its own prompts first: they can ask for a password too.
    private SignInMethods NextMethod(SignInMethods offered, SignInMethods accepted) =>
        offered.HasFlag(SignInMethods.Prompts) ? SignInMethods.Prompts
        : offered.HasFlag(SignInMethods.Password) ? SignInMethods.Password
        : offered.HasFlag(SignInMethods.PrivateKey) ? SignInMethods.PrivateKey
        : throw SignInFailure.WantsMore(target, accepted, offered);

    private Task<SignInReply> ProveAsync(Credential credential, SignInMethods method, CancellationToken cancellationToken) => credential switch
    {
        PasswordCredential password when method == SignInMethods.Prompts => _prompts.RunAsync(password.Password, SignInMethods.None, cancellationToken),
        PasswordCredential password => SendPasswordAsync(password.Password, cancellationToken),
        PrivateKeyCredential key => SignAsync(key, cancellationToken),
        AgentKeyCredential key => new LibsshAgentKey(steps, target, options).RunAsync(key, cancellationToken),
        PromptsCredential => _prompts.RunAsync(password: null, SignInMethods.None, cancellationToken),
        _ => throw new ArgumentException($"{credential} is not a kind that can sign in.", nameof(credential)),
    };

    private async Task<SignInReply> SignAsync(PrivateKeyCredential credential, CancellationToken cancellationToken)
    {
        using var key = await LibsshKeys.ImportAsync(credential, time.GetUtcNow(), cancellationToken);
        return await steps.RunAsync(handle => LibsshNative.ssh_userauth_publickey(handle, target.Login, key), cancellationToken);
    }

    private async Task<SignInReply> AskPasswordAsync(SignInMethods accepted, CancellationToken cancellationToken)
    {
        var question = new PromptsQuestion(target.VmName, target.Login, address, [new SignInPrompt("Password", IsShown: false)])
        {
            Accepted = accepted,
            IsPassword = true,
            Said = steps.Banner.Text,
        };
        var answers = await steps.AskAsync(token => authenticator.AnswerAsync(question, token), cancellationToken);
        return await SendPasswordAsync(answers[0], cancellationToken);
    }

    private async Task<SignInReply> SendPasswordAsync(string secret, CancellationToken cancellationToken)
    {
        var password = LibsshKeys.Terminated(secret);
        try
        {
            return await steps.RunAsync(handle => SendPassword(handle, password), cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private unsafe int SendPassword(SessionHandle handle, byte[] password)
    {
        fixed (byte* bytes = password)
        {
            return LibsshNative.ssh_userauth_password(handle, target.Login, bytes);
        }
    }
}
