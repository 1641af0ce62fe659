namespace WebShell.App.Account;

/// <summary>What a browser is called, from what it says of itself; enough to know one's own again.</summary>
internal static class BrowserName
{
    // In this order: most say that they are like another.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Sign, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? browser)
    {
        var (name, system) = (Find(Browsers, browser), Find(Systems, browser));
        return (name, system) switch
        {
            (null, null) => "A browser",
            ({ } known, null) => known,
            (null, { } known) => $"A browser on {known}",
            _ => $"{name} on {system}",
        };
    }

    private static string? Find((string Sign, string Name)[] signs, string? text) => signs.FirstOrDefault(sign => text?.Contains(sign.Sign, StringComparison.Ordinal) == true).Name;
}
