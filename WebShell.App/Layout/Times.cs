using System.Globalization;

namespace WebShell.App.Layout;

/// <summary>Moments as a person reads them; UTC, as everywhere in the portal.</summary>
internal static class Times
{
    /// <summary>The time of day, with the date unless it is today's.</summary>
    public static string At(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same to the minute.</summary>
    public static string Minute(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Exactly(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in one unit: <c>now</c>, <c>12 m</c>, <c>2 h</c>, <c>9 d</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } gone => $"{(int)gone.TotalMinutes} m",
        { TotalDays: < 1 } gone => $"{(int)gone.TotalHours} h",
        var gone => $"{(int)gone.TotalDays} d",
    };

    /// <summary>The same within a sentence: <c>just now</c>, <c>12 s ago</c>, <c>12 min ago</c>, <c>2 h ago</c>, <c>9 d ago</c>.</summary>
    public static string AgoInWords(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < 2 } => "just now",
        { TotalMinutes: < 1 } gone => $"{(int)gone.TotalSeconds} s ago",
        { TotalHours: < 1 } gone => $"{(int)gone.TotalMinutes} min ago",
        _ => $"{Ago(at, now)} ago",
    };
}
