namespace WebShell.App.Workspace;

/// <summary>A round trip as <c>12 ms · 4 + 8</c>: browser to portal plus portal to machine; only the known part where one is missing.</summary>
internal readonly record struct RoundTripText(string Total, string Parts)
{
    public static RoundTripText Of(TimeSpan? browser, TimeSpan? machine) => (browser, machine) switch
    {
        ({ } near, { } far) => new($"{Ms(near + far)} ms", $"· {Ms(near)} + {Ms(far)}"),
        ({ } near, null) => new($"{Ms(near)} ms", "to the portal"),
        (null, { } far) => new($"{Ms(far)} ms", "to the machine"),
        _ => new("", ""),
    };

    public static string Ms(TimeSpan time) => time.TotalMilliseconds < 0.95 ? "<1" : Math.Round(time.TotalMilliseconds).ToString("0");
}
