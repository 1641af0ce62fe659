using System.Runtime.InteropServices;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// A server that asks what it is told to, several prompts a round and some of them shown, which sshd's PAM never does (libssh's server half):
/// one connection, then a shell for whoever answered all rounds, whatever they answered.
/// </summary>
internal sealed class PromptingServer(IReadOnlyList<IReadOnlyList<SignInPrompt>> rounds) : LibsshHalfServer
{
    private readonly TaskCompletionSource<IReadOnlyList<string>> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _heard = [];
    private int _asked;

    /// <summary>All answers of all rounds, when there will be no more.</summary>
    public Task<IReadOnlyList<string>> Answers => _answers.Task;

    /// <summary>What each round is called.</summary>
    public string RoundName { get; init; } = "name";

    /// <summary>What is said in the round of that number, from 1.</summary>
    public Func<int, string> Instruction { get; init; } = round => $"instruction {round}";

    public static async Task<PromptingServer> StartNewAsync(params IReadOnlyList<SignInPrompt>[] rounds)
    {
        var server = new PromptingServer(rounds);
        await server.StartAsync();
        return server;
    }

    protected override void Serve(nint session)
    {
        try
        {
            LibsshServer.ssh_set_auth_methods(session, LibsshServer.AuthInteractive);
            while (LibsshServer.ssh_message_get(session) is not 0 and var message)
            {
                Answer(session, message);
                LibsshServer.ssh_message_free(message);
            }
        }
        finally
        {
            _answers.TrySetResult(_heard);
        }
    }

    protected override void OnFailed(Exception cause) => _answers.TrySetException(cause);

    private void Answer(nint session, nint message)
    {
        switch (LibsshServer.ssh_message_type(message), LibsshServer.ssh_message_subtype(message))
        {
            case (LibsshServer.RequestAuth, LibsshServer.AuthInteractive):
                Prompt(session, message);
                break;
            case (LibsshServer.RequestChannelOpen, LibsshServer.ChannelSession):
                _ = LibsshServer.ssh_message_channel_request_open_reply_accept(message);
                break;
            case (LibsshServer.RequestChannel, LibsshServer.ChannelPty or LibsshServer.ChannelShell):
                _ = LibsshServer.ssh_message_channel_request_reply_success(message);
                break;
            default:
                _ = LibsshServer.ssh_message_reply_default(message);
                break;
        }
    }

    private void Prompt(nint session, nint message)
    {
        if (LibsshServer.ssh_message_auth_kbdint_is_response(message) != 0)
        {
            for (uint i = 0; i < LibsshServer.ssh_userauth_kbdint_getnanswers(session); i++)
            {
                _heard.Add(Marshal.PtrToStringUTF8(LibsshServer.ssh_userauth_kbdint_getanswer(session, i)) ?? "");
            }
        }

        if (_asked == rounds.Count)
        {
            _answers.TrySetResult(_heard);
            _ = LibsshServer.ssh_message_auth_reply_success(message, 0);
            return;
        }

        var round = rounds[_asked++];
        var texts = round.Select(prompt => Marshal.StringToCoTaskMemUTF8(prompt.Text)).ToArray();
        _ = LibsshServer.ssh_message_auth_interactive_request(
            message, RoundName, Instruction(_asked), (uint)texts.Length, texts, [.. round.Select(prompt => (byte)(prompt.IsShown ? 1 : 0))]);
        Array.ForEach(texts, Marshal.FreeCoTaskMem);
    }
}
