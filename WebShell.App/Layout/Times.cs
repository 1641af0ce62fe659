using System.Globalization;

namespace WebShell.App.Layout;

/// <summary>Moments as a person reads them; UTC, as everywhere in the portal.</summary>
internal static class Times
{
    /// <summary>The time of day, with the date unless it is today's.</summary>
    public static string At(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Exactly(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
