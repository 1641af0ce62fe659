using WebShell.Core.Inventory;

namespace WebShell.App.Demo;

/// <summary>One machine of the demo fleet: its name, what it pretends to be, and the folder that holds its keys, home and log.</summary>
internal sealed record DemoMachine(string Name, string Environment, string Role, string Site)
{
    /// <summary>The fleet. <c>bastion</c> is the one that lets others be reached through it, and <c>vault-01</c> is.</summary>
    public static IReadOnlyList<DemoMachine> All { get; } =
    [
        new("bastion", "dev", "bastion", "fra1"),
        new("db-01", "prod", "db", "ams2"),
        new("vault-01", "prod", "vault", "fra1") { Jump = "bastion" },
        new("web-01", "prod", "web", "fra1"),
        new("web-02", "staging", "web", "fra1"),
    ];

    public bool IsBastion => Role == "bastion";

    /// <summary>The machine of the fleet that it is reached through, by name; null: it is dialled directly.</summary>
    public string? Jump { get; private init; }

    public Vm ToVm(int port, string login, string operatingSystem) => new()
    {
        Name = Name,
        Address = "127.0.0.1",
        Port = port,
        Logins = [login],
        Jumps = Jump is null ? [] : [Jump],
        Labels = new Dictionary<string, string> { ["env"] = Environment, ["role"] = Role, ["site"] = Site },
        OperatingSystem = operatingSystem,
        Owner = "demo",
        Credential = DemoFleet.CredentialName,
        AllowLoopback = true,
        Source = DemoFleet.SourceName,
    };
}
