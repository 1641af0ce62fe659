using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>What a person reads while a shell is being opened.</summary>
internal static class OpeningWords
{
    // Below this a number would only flicker.
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(2);

    public static string Of(ShellOpeningStep step) => step switch
    {
        ShellOpeningStep.Resolve => "Looking up the address",
        ShellOpeningStep.Connect => "Connecting",
        ShellOpeningStep.KeyExchange => "Agreeing on keys",
        ShellOpeningStep.HostKey => "Checking the host key",
        ShellOpeningStep.SignIn => "Signing in",
        ShellOpeningStep.OpenTerminal => "Asking for a terminal",
        _ => "Starting the shell",
    };

    public static string Elapsed(TimeSpan time) => time < WorthSaying ? "" : $", {Durations.Of(time)}";
}
