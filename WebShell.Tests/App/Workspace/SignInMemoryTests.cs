using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Workspace;

/// <summary>What a tab remembers of its sign-in, as its dialogue uses it.</summary>
public sealed class SignInMemoryTests : IDisposable
{
    private static readonly SignInQuestion Question = new("web-01", "root", "10.0.0.1:22", SignInMethods.Password);
    private static readonly PasswordCredential Secret = new("hunter2");

    private readonly ShellQuestions _questions = new();
    private readonly SignInMemory _memory = new(plan: null);

    [Fact]
    public async Task Secret_ToBeRemembered_IsUsedAgainWithoutAsking()
    {
        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.ForShell), isAccepted: true);

        Assert.Same(Secret, await WithoutAskingAsync(isAccepted: true));
        Assert.Same(Secret, await WithoutAskingAsync(isAccepted: true));
    }

    [Fact]
    public async Task Secret_ForOnce_IsAskedForAgain()
    {
        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.No), isAccepted: true);

        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.No), isAccepted: true);
    }

    [Fact]
    public async Task Secret_TheMachineDidNotTake_IsNotRemembered()
    {
        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.ForShell), isAccepted: false);

        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.No), isAccepted: true);
    }

    [Fact]
    public async Task Secret_TheMachineDoesNotTakeAnyMore_IsForgotten()
    {
        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.ForShell), isAccepted: true);
        Assert.Same(Secret, await WithoutAskingAsync(isAccepted: false));

        await SignInAsync(new SignInAnswer(Secret, KeepSignIn.No), isAccepted: true);
    }

    [Fact]
    public async Task Secret_ToBeStored_IsHandedOnWhenTheMachineHasTakenIt()
    {
        List<SignInAnswer> saved = [];
        var dialogue = new WorkspaceDialogue(_questions, "", _memory) { Save = saved.Add };
        var asking = dialogue.AskSignInAsync(Question, default).AsTask();
        var answer = new SignInAnswer(Secret, KeepSignIn.Saved) { Name = "mine" };
        Assert.IsType<SignInChoice>(_questions.Current).Answer(answer);
        await Within.Seconds(asking);
        Assert.Empty(saved);

        dialogue.Report(ShellOpeningStep.OpenTerminal);

        Assert.Equal([answer], saved);
    }

    [Fact]
    public async Task Way_Planned_IsOfferedFirst()
    {
        var dialogue = new WorkspaceDialogue(_questions, "", new SignInMemory(new SignInPlan(SignInWay.PrivateKey)));

        var asking = dialogue.AskSignInAsync(Question, default).AsTask();

        var choice = Assert.IsType<SignInChoice>(_questions.Current);
        Assert.Equal(SignInWay.PrivateKey, choice.Preferred);
        choice.Answer(null);
        Assert.Null(await Within.Seconds(asking));
    }

    public void Dispose() => _questions.Dispose();

    private async Task SignInAsync(SignInAnswer answer, bool isAccepted)
    {
        var dialogue = new WorkspaceDialogue(_questions, "", _memory);
        var asking = dialogue.AskSignInAsync(Question, default).AsTask();
        Assert.IsType<SignInChoice>(_questions.Current).Answer(answer);
        Assert.Same(answer.Credential, await Within.Seconds(asking));
        Go(dialogue, isAccepted);
    }

    private async Task<Credential?> WithoutAskingAsync(bool isAccepted)
    {
        var dialogue = new WorkspaceDialogue(_questions, "", _memory);
        var asking = dialogue.AskSignInAsync(Question, default).AsTask();
        Assert.Null(_questions.Current);
        Go(dialogue, isAccepted);
        return await Within.Seconds(asking);
    }

    private static void Go(WorkspaceDialogue dialogue, bool isAccepted)
    {
        if (isAccepted)
        {
            dialogue.Report(ShellOpeningStep.OpenTerminal);
        }
    }
}
