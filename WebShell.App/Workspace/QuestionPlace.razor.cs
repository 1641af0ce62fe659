namespace WebShell.App.Workspace;

/// <summary>Shows the circuit's <see cref="ShellQuestions"/>.</summary>
public sealed partial class QuestionPlace(ShellQuestions questions)
{
    public void Dispose() => questions.Changed -= OnQuestionsChanged;

    protected override void OnInitialized() => questions.Changed += OnQuestionsChanged;

    private void OnQuestionsChanged() => _ = InvokeAsync(StateHasChanged);
}
