using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.Core.Shells;

namespace WebShell.App.Dialogs;

/// <summary>One round of a machine's prompts. An answer may be empty: some machines only want Enter.</summary>
public sealed partial class PromptsDialog
{
    private const int MaxLength = 1024;

    private ModalDialog? _dialog;

    // Never part of the rendered tree: what is rendered would travel back to the browser.
    private string[] _answers = [];
    private string _said = "";
    private List<string> _labels = [];
    private List<bool> _areCodes = [];

    [Parameter, EditorRequired]
    public required PromptsQuestion Question { get; set; }

    /// <summary>One answer for each prompt, or null when the person gave up.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>?> OnAnswer { get; set; }

    private string Vm => ForeignText.Clean(Question.VmName);

    private string Title => Question.IsPassword ? $"{Vm} asks for a password"
        : Question.Prompts.Count == 1 ? $"{Vm} asks for an answer"
        : $"{Vm} asks for {Question.Prompts.Count} answers";

    private string Before => Question.Accepted switch
    {
        SignInMethods.None => "",
        SignInMethods.PrivateKey => " It accepted the key and asks for this besides.",
        SignInMethods.Password => " It accepted the password and asks for this besides.",
        _ => " It accepted what it got so far and asks for this besides.",
    };

    protected override void OnInitialized()
    {
        _answers = [.. Question.Prompts.Select(_ => "")];

        // sshd puts what its PAM modules say in front of the prompt, on lines of its own.
        var first = MachineWords.LinesOf(Question.Prompts[0].Text);
        _said = string.Join('\n', [Question.Said, Question.Name, Question.Instruction, .. first.SkipLast(1)]);
        _labels = [.. Question.Prompts.Select((prompt, at) => MachineWords.LinesOf(prompt.Text).LastOrDefault($"Answer {at + 1}"))];
        _areCodes = [.. _labels.Select(label => CodePrompt().IsMatch(label))];
    }

    /// <summary>How machines ask for a one-time code: such a field is set in wide digits, and a phone may offer the code it got. How many there are only the machine knows.</summary>
    [GeneratedRegex(@"\b(one-time|otp|code|token|passcode)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodePrompt();

    private Task Cancel() => OnAnswer.InvokeAsync(null);

    private async Task Send(MouseEventArgs click)
    {
        if (_dialog!.Takes(click))
        {
            var answers = _answers;
            _answers = [.. answers.Select(_ => "")];
            await OnAnswer.InvokeAsync(answers);
        }
    }
}
