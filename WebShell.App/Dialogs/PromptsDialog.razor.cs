using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.Core.Shells;

namespace WebShell.App.Dialogs;

/// <summary>One round of a machine's prompts. An answer may be empty: some machines only want Enter.</summary>
public sealed partial class PromptsDialog
{
    private const int MaxLength = 1024;
    private const int MaxLines = 16;

    private ModalDialog? _dialog;

    // Never part of the rendered tree: what is rendered would travel back to the browser.
    private string[] _answers = [];
    private List<string> _said = [];
    private List<string> _labels = [];

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
        var first = Lines(Question.Prompts[0].Text);
        _said = [.. Lines(Question.Name), .. Lines(Question.Instruction), .. first.Take(Math.Max(first.Count - 1, 0))];
        _said = [.. _said.Take(MaxLines)];
        _labels = [.. Question.Prompts.Select((prompt, at) => Lines(prompt.Text).LastOrDefault($"Answer {at + 1}"))];
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => ForeignText.Clean(line).Trim()).Where(line => line.Length > 0)];

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
