namespace WebShell.Core.Inventory.Generating;

/// <summary>What the machines of <see cref="FleetGenerator"/> are made of; changing a word changes every fleet.</summary>
internal static class FleetWords
{
    /// <summary>At most 12: each has a range of addresses of its own.</summary>
    public static readonly string[] Sites = ["fra1", "fra2", "ams1", "lon1", "waw1", "iad1", "ord1", "sfo1", "gru1", "sin1", "nrt1", "syd1"];

    public static readonly string[] Apps =
    [
        "shop", "checkout", "basket", "search", "catalog", "pricing", "stock", "orders", "billing", "invoice", "ledger", "tax", "payout", "fraud",
        "login", "accounts", "profile", "mail", "push", "sms", "chat", "support", "wiki", "intranet", "hr", "travel", "fleet", "telemetry", "metrics",
        "logs", "traces", "alerts", "build", "registry", "artifacts", "git", "review", "deploy", "vault", "dns", "ntp", "proxy", "edge", "video",
        "images", "thumbs", "upload", "archive", "reports", "warehouse", "etl", "ml", "features", "ranking", "ads", "bids", "geo", "maps", "routes", "weather",
    ];

    public static readonly (string, int)[] Roles =
        [("web", 24), ("app", 28), ("db", 12), ("cache", 8), ("queue", 6), ("worker", 14), ("lb", 3), ("k8s", 10), ("ci", 3), ("store", 4)];

    public static readonly (string, int)[] Environments = [("prod", 55), ("stage", 18), ("test", 12), ("dev", 15)];

    public static readonly (string, int)[] Systems =
        [("Debian 12", 34), ("Debian 13", 14), ("Ubuntu 22.04", 16), ("Ubuntu 24.04", 18), ("Rocky Linux 9", 10), ("RHEL 8", 5), ("Alpine 3.20", 2), ("FreeBSD 14", 1)];

    public static readonly string[] Teams =
    [
        "Team Shop", "Team Payments", "Team Search", "Team Identity", "Platform", "Observability", "Data Engineering", "Team Mobile", "Team Ads",
        "Security", "Corporate IT", "Team Logistics", "Team Support", "Media", "Machine Learning", "Networks",
    ];
}
