using WebShell.App.Dialogs;
using WebShell.App.Workspace;
using WebShell.Core.Sessions;

namespace WebShell.App.Sessions;

/// <summary>What a person reads about a session in the list.</summary>
internal static class SessionWords
{
    private static readonly TimeSpan TypingNow = TimeSpan.FromSeconds(10);

    /// <summary>Its own name, or its machine's.</summary>
    public static string Name(SessionLine line) => ForeignText.Clean(line.Name ?? line.VmName);

    public static string State(SessionLine line) => line switch
    {
        { State: SessionState.Connecting } => "connecting",
        { GraceLeft: { } left } => $"detached, ends in {Roughly(left)}",
        _ when line.Idle < TypingNow => "in use",
        _ => $"idle {Roughly(line.Idle)}",
    };

    public static string DotOf(SessionLine line) => line switch
    {
        { State: SessionState.Connecting } => "",
        { Alone: not null } => "warn",
        _ => "ok",
    };

    /// <summary>Where its page is.</summary>
    public static string Where(SessionLine line, string workspace) => line switch
    {
        { Alone: not null } => "nowhere",
        { IsMine: true } when line.Workspace == workspace => "this window",
        { IsMine: true } => "another window",
        _ => "its owner's window",
    };

    /// <summary>A page that is not this one has it.</summary>
    public static bool IsElsewhere(SessionLine line, string workspace) => line.Alone is null && line.Workspace != workspace;

    /// <summary>Neither its user nor its shell wanted it to end.</summary>
    public static bool IsOdd(SessionEnd end) => end.Reason is not (
        SessionEndReason.ShellExited or SessionEndReason.ClosedByUser or SessionEndReason.SignedOut);

    /// <summary>Every word of the text is somewhere in it.</summary>
    public static bool Matches(SessionLine line, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        new[] { line.Name, line.VmName, line.Login, line.Environment, line.OwnerName, line.Reason, line.End?.Message, line.End is { } end ? EndWords.Code(end.Reason) : "live" }
            .Any(part => part?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    // One unit: it is looked at, not calculated with.
    private static string Roughly(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)time.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min",
        _ => Durations.Of(TimeSpan.FromMinutes(Math.Floor(time.TotalMinutes))),
    };
}
