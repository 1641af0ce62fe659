using WebShell.Core.Sessions;

namespace WebShell.App.Sessions;

/// <summary>A named part of the list of sessions; its key stands in the url.</summary>
internal sealed record SessionView(string Key, string Title, Func<SessionLine, bool> Holds)
{
    public static SessionView All { get; } = new("", "All", _ => true);

    private static readonly SessionView Live = new("live", "Live", line => line.End is null);
    private static readonly SessionView Ended = new("ended", "Ended", line => line.End is not null);
    private static readonly SessionView Odd = new("odd", "Ended oddly", line => line.End is { } end && SessionWords.IsOdd(end));
    private static readonly SessionView Mine = new("mine", "Mine", line => line.IsMine);

    /// <summary>For who sees none but their own.</summary>
    public static IReadOnlyList<SessionView> Own { get; } = [All, Live, Ended, Odd];

    /// <summary>For who sees others' as well.</summary>
    public static IReadOnlyList<SessionView> Everyones { get; } = [All, Live, Mine, Ended, Odd];

    public string Url => Key.Length == 0 ? "sessions" : $"sessions?view={Key}";
}
