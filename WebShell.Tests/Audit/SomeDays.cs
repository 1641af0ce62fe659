using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App;
using WebShell.Core.Audit;
using WebShell.Core.Storage;

namespace WebShell.Tests.Audit;

/// <summary>Fills the audit log of a data directory with nine invented days up to now, for the pictures (docs/screenshots); always the same but for their dates.</summary>
internal static class SomeDays
{
    private const int Days = 9;

    private static readonly (string Name, string Address)[] People =
        [("ana", "10.9.0.4"), ("jonas", "10.9.0.77"), ("priya", "10.9.2.71"), ("lena", "10.9.0.18"), ("kofi", "10.9.0.33"), ("tomas", "10.9.0.52"), ("ida", "10.9.3.8"), ("mei", "10.9.0.21")];

    private static readonly string[] Machines = ["web-01 › deploy", "db-01 › postgres", "db-22 › postgres", "cache-02 › deploy", "build-03 › ci", "lab-07 › root", "web-19 › deploy", "stg-web-04 › deploy"];

    /// <param name="directory">The data directory; the portal that is started with it comes after.</param>
    /// <param name="brokenAt">The event that is then changed past the portal; empty: none.</param>
    public static async Task<int> RunAsync(string directory, string brokenAt)
    {
        await using (var portal = Portal.Build(["--data", directory, "--environment", "Development"]))
        {
            await portal.Services.GetRequiredService<StorageStart>().StartAsync(default);
            var entries = Written(DateTimeOffset.UtcNow).OrderBy(entry => entry.At).ToList();
            await portal.Services.GetRequiredService<IAuditTable>().AppendAsync(entries, mayBeThere: false, default);
        }

        if (brokenAt.Length > 0)
        {
            await using var db = new SqliteConnection($"Data Source={Path.Combine(directory, "webshell.db")}");
            await db.OpenAsync();
            await using var command = db.CreateCommand();
            command.CommandText = """UPDATE "AuditEvents" SET "On" = 'web-02 › deploy' WHERE "Number" = @number""";
            command.Parameters.AddWithValue("number", int.Parse(brokenAt, CultureInfo.InvariantCulture));
            await command.ExecuteNonQueryAsync();
        }

        SqliteConnection.ClearAllPools();
        return 0;
    }

    private static IEnumerable<AuditEntry> Written(DateTimeOffset now)
    {
        var random = new Random(7);
        for (var at = now.AddDays(-Days); at < now.AddMinutes(-40); at += Pause(at, random))
        {
            foreach (var (after, what) in Scene(random))
            {
                yield return AuditEntry.Of(what, at + TimeSpan.FromMilliseconds(after));
            }
        }

        foreach (var (after, what) in RuleThatEndsShells())
        {
            yield return AuditEntry.Of(what, now.AddMinutes(-31) + TimeSpan.FromMilliseconds(after));
        }
    }

    // More by day than by night.
    private static TimeSpan Pause(DateTimeOffset at, Random random) => TimeSpan.FromMinutes(random.NextDouble() * (at.Hour is > 6 and < 19 ? 14 : 110));

    private static (int After, AuditEvent What)[] Scene(Random random)
    {
        var (name, address) = People[random.Next(People.Length)];
        var (machine, session) = (Machines[random.Next(Machines.Length)], Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())));
        AuditEvent By(AuditKind kind, string on, string? result = null, params (string Name, string Value)[] details) =>
            new(kind, name, name, on, details.ToDictionary(detail => detail.Name, detail => detail.Value)) { From = IPAddress.Parse(address), Result = result };
        AuditEvent Shell(AuditKind kind, string? result = null) => By(kind, machine, result, ("host key", "ssh-ed25519 SHA256:5T0mOq5bYbqfKJ2nGk8eHj0m5f0p9bqkq1m3Qz4r8aE"), ("cipher", "chacha20-poly1305@openssh.com")) with { SessionId = session };
        var length = random.Next(40_000, 4_000_000);
        return random.Next(14) switch
        {
            0 => [(0, By(AuditKind.SignInRefused, name, "wrong code") with { Outcome = AuditOutcome.Refused }), (9_300, By(AuditKind.SignedIn, name, "password and code"))],
            1 or 2 => [(0, By(AuditKind.SignedIn, name, "passkey"))],
            3 => [(0, By(AuditKind.SignedOut, name))],
            4 => [(0, By(AuditKind.CredentialUsed, "web fleet", "web-19", ("machine", "web-19"), ("login", "deploy"))), (74, Shell(AuditKind.ShellOpened, "after 0.1 s")), (length, Shell(AuditKind.ShellEnded, "exit 0"))],
            5 => [(0, Shell(AuditKind.ShellOpened, "after 0.2 s")), (length / 3, Shell(AuditKind.ShellDetached, "page not reached")), ((length / 3) + 3_100, Shell(AuditKind.ShellAttached)), (length, Shell(AuditKind.ShellEnded, "exit 130"))],
            6 => [(0, By(AuditKind.ShellRefused, "db-30 › postgres", "not-allowed", ("why", "Denied by rule 'freeze'.")) with { Outcome = AuditOutcome.Refused })],
            7 => [(0, By(AuditKind.ShellFailed, machine, "timeout", ("step", "connect")) with { Outcome = AuditOutcome.Failed, SessionId = session })],
            8 => [(0, By(AuditKind.HostKeyPinned, machine.Split(' ')[0], null, ("print", "ssh-ed25519 SHA256:Zk1x8O2v8i1S0vYd3l5X3K0ZfO7yq2rD1mV0c7b1w9Q")))],
            9 => [(0, By(AuditKind.ShellWatched, machine, null, ("owner", "ana")))],
            10 => [(0, By(AuditKind.MachineChanged, machine.Split(' ')[0], null, ("owner", AuditEvent.Change("team edge", "team checkout"))))],
            _ => [(0, Shell(AuditKind.ShellOpened, "after 0.1 s")), (length, Shell(AuditKind.ShellEnded, random.Next(5) == 0 ? "exit 1" : "exit 0"))],
        };
    }

    private static (int After, AuditEvent What)[] RuleThatEndsShells()
    {
        var rule = new AuditEvent(AuditKind.RuleChanged, "lena", "lena", "DBAs", new Dictionary<string, string>
        {
            ["actions"] = AuditEvent.Change("shell, files", "shell"),
            ["where"] = AuditEvent.Change("env:prod role:db", "env:prod role:db site:fra1"),
            ["why"] = "Site split, OPS-2190",
        })
        { From = IPAddress.Parse("10.9.0.18"), Result = "2 shells close" };
        AuditEvent Ended(string who, string on) => new(AuditKind.ShellEnded, who, who, on, new Dictionary<string, string> { ["reason"] = "access-revoked", ["cause"] = "rule" }) { Result = "access-revoked", Because = rule.Id, SessionId = "0" };
        return [(0, rule), (4, Ended("priya", "db-30 › postgres")), (7, Ended("jonas", "db-22 › postgres"))];
    }
}
