namespace WebShell.App.Workspace;

/// <summary>Durations in words, two units at most: <c>8 s</c>, <c>4 min 10 s</c>, <c>2 h 5 min</c>.</summary>
internal static class Durations
{
    public static string Of(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(time.TotalSeconds)));
        return whole switch
        {
            { TotalMinutes: < 1 } => $"{whole.Seconds} s",
            { TotalHours: < 1 } => whole.Seconds == 0 ? $"{whole.Minutes} min" : $"{whole.Minutes} min {whole.Seconds} s",
            _ => whole.Minutes == 0 ? $"{(int)whole.TotalHours} h" : $"{(int)whole.TotalHours} h {whole.Minutes} min",
        };
    }
}
