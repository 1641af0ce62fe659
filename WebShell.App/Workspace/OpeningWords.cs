using WebShell.App.Dialogs;
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

    /// <summary>The same for a machine on the way: <c>bastion: signing in</c>; null is the shell's own.</summary>
    public static string Of(ShellOpeningStep step, string? hop)
    {
        var words = Of(step);
        return hop is null ? words : $"{ForeignText.Clean(hop)}: {char.ToLowerInvariant(words[0])}{words[1..]}";
    }

    /// <summary>Why it waits and for how long: <c>Refused by 10.1.2.3:22. Trying again in 3 s (2 of 3)</c>.</summary>
    public static string Of(ConnectRetry retry, DateTimeOffset now)
    {
        var seconds = Math.Max(1, Math.Ceiling((retry.At - now).TotalSeconds));
        return $"{Cause(retry.Cause)}. Trying again in {seconds:0} s ({retry.Number} of {retry.Count})";
    }

    public static string Elapsed(TimeSpan time) => time < WorthSaying ? "" : $", {Durations.Of(time)}";

    private static string Cause(ShellFailure failure) => failure.Reason switch
    {
        ShellFailureReason.ConnectionRefused => $"Refused by {failure.Address}",
        ShellFailureReason.ConnectTimeout => $"No answer from {failure.Address}",
        ShellFailureReason.Unreachable => $"No way to {failure.Address}",
        ShellFailureReason.LimitReached => "Too many connections at once",
        _ => $"{failure.Address} hung up",
    };
}
