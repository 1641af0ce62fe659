using System.Globalization;
using System.Text;
using WebShell.App.Layout;
using WebShell.App.Workspace;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Sessions;

/// <summary>The opening of a shell in words, on the page and as a text to send to somebody. No secret is in it, because none is in its facts.</summary>
internal static class OpeningReport
{
    public const int MaxFact = 500;

    public static string Title(ShellOpeningStep step) => step switch
    {
        ShellOpeningStep.Resolve => "Name",
        ShellOpeningStep.Connect => "TCP",
        ShellOpeningStep.KeyExchange => "Greeting and key exchange",
        ShellOpeningStep.HostKey => "Host key",
        ShellOpeningStep.SignIn => "Sign-in",
        ShellOpeningStep.OpenTerminal => "Terminal and shell",
        _ => "Shell",
    };

    public static string State(OpeningStepState state) => state switch
    {
        OpeningStepState.Done => "done",
        OpeningStepState.Failed => "failed",
        _ => "under way",
    };

    public static string Took(TimeSpan time) => time < TimeSpan.FromSeconds(10)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : Durations.Of(time);

    /// <summary>Everything that helps to find out what was wrong.</summary>
    public static string Text(string vmName, string login, ShellFailure? failure, string? errorId, IEnumerable<OpeningStep> steps, PastOpening? last)
    {
        var text = new StringBuilder();
        Line(text, $"Shell on {vmName} as {login}{(errorId is null ? "" : $", {errorId}")}");
        if (failure is not null)
        {
            Line(text, $"{EndWords.Code(failure.Reason)}: {failure.Message}");
        }

        foreach (var step in steps)
        {
            Line(text, $"{Times.Exactly(step.At)}  {Took(step.Took),8}  {State(step.State),-9}  {step.VmName}: {Title(step.Step)}{(step.Facts.Count == 0 ? "" : ": " + string.Join("; ", step.Facts))}");
        }

        Line(text, last is null ? "No success since the portal started." : $"Last success {Times.Exactly(last.At)}: {last.Facts.ServerBanner}; {last.Facts.HostKey}; {last.Facts.KeyExchange}; {last.Facts.Cipher}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c))).Append('\n');
}
