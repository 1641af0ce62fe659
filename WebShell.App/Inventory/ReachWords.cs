using WebShell.App.Dialogs;
using WebShell.App.Layout;
using WebShell.Core.Reachability;

namespace WebShell.App.Inventory;

/// <summary>What a person reads about whether a machine answers; never a colour alone.</summary>
internal static class ReachWords
{
    /// <summary>Longer than this is slow to type in.</summary>
    private const int SlowMilliseconds = 200;

    private const string NotSsh = "Not SSH: ";

    /// <summary>For a cell: <c>12 ms</c>, <c>refused 6 m</c>, <c>not checked</c>.</summary>
    public static string Short(Reach reach, DateTimeOffset now) => reach switch
    {
        { IsReachable: true } => $"{Milliseconds(reach)} ms",
        { State: ReachState.Unknown } => "not checked",
        { State: ReachState.AddressDenied } => "not allowed",
        _ when reach.Since is { } since && now - since >= TimeSpan.FromMinutes(1) => $"{Word(reach.State)} {Times.Ago(since, now)}",
        _ => Word(reach.State),
    };

    /// <summary>With the reason, and since when: <c>SSH answered 12 s ago in 8 ms</c>, <c>No answer since 10:12: refused, port 22</c>.</summary>
    public static string Sentence(Reach reach, DateTimeOffset now) => reach switch
    {
        { IsReachable: true, CheckedAt: { } at } => $"SSH answered {Times.AgoInWords(at, now)} in {Milliseconds(reach)} ms",
        { State: ReachState.NotSsh, Since: { } since } => $"No SSH since {Times.Minute(since, now)}: {Reason(reach)}",
        { IsSilent: true, State: not ReachState.AddressDenied, Since: { } since } => $"No answer since {Times.Minute(since, now)}: {Reason(reach)}",
        _ => ForeignText.Clean(reach.Words),
    };

    /// <summary>What to know besides, behind the sentence, for one that does not answer: when it was looked at, and when it answered last.</summary>
    public static string Besides(Reach reach, DateTimeOffset now) => reach switch
    {
        { IsSilent: false } or { CheckedAt: null } => "",
        { LastSeen: { } seen } => $" · checked {Times.AgoInWords(reach.CheckedAt.Value, now)}, last answered {Times.Minute(seen, now)}",
        _ => $" · checked {Times.AgoInWords(reach.CheckedAt.Value, now)}, never answered since the portal started",
    };

    public static string Dot(Reach reach) => reach switch
    {
        { IsReachable: true } => Milliseconds(reach) > SlowMilliseconds ? "warn" : "ok",
        { IsSilent: true } => "bad",
        _ => "",
    };

    /// <summary>In the order of their answers, the fastest first and the silent last; 0: nothing is known.</summary>
    public static long Weight(Reach reach) => reach switch
    {
        { IsReachable: true } => Milliseconds(reach),
        { IsSilent: true } => int.MaxValue,
        _ => 0,
    };

    private static long Milliseconds(Reach reach) => Math.Max(1, (long)Math.Round(reach.RoundTrip?.TotalMilliseconds ?? 0));

    private static string Word(ReachState state) => state switch
    {
        ReachState.Refused => "refused",
        ReachState.TimedOut => "timeout",
        ReachState.NoSuchHost => "no name",
        ReachState.NotSsh => "not SSH",
        _ => "no route",
    };

    private static string Reason(Reach reach)
    {
        var words = ForeignText.Clean(reach.Words.StartsWith(NotSsh, StringComparison.Ordinal) ? reach.Words[NotSsh.Length..] : reach.Words);
        return words is [_, var second, ..] && char.IsUpper(second) ? words : char.ToLowerInvariant(words[0]) + words[1..];
    }
}
