using Microsoft.Extensions.Options;
using WebShell.Core.Ssh;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Support.SshServers;
using static WebShell.Core.Ssh.HostKeys.HostKeyImportOutcome;

namespace WebShell.Tests.Ssh;

public sealed class HostKeyImportTests : IDisposable
{
    private static readonly HostKey First = HostKeyStoreTests.Ed25519(1);
    private static readonly HostKey Second = HostKeyStoreTests.Ed25519(2);
    private static readonly string F = $"ssh-ed25519 {First.Base64}";
    private static readonly string S = $"ssh-ed25519 {Second.Base64}";

    private static readonly HostKeyImportTarget[] Machines =
    [
        new("web-01", "10.0.0.1", 22), new("web-02", "10.0.0.2", 2222), new("db-01", "db.example.org", 22),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-import-").FullName;
    private readonly HostKeyStore _store;

    public HostKeyImportTests() => _store = new(Options.Create(new SshOptions { DataDirectory = _directory }), TimeProvider.System);

    [Fact]
    public void Plan_EveryKindOfLine_SaysWhatBecomesOfIt()
    {
        var plan = Plan($"""
            # a comment

            web-01,10.0.0.1 {F} someone@host
            [10.0.0.2]:2222 {F}
            10.0.0.2 {F}
            db.example.org {F}
            elsewhere.example.org {F}
            @cert-authority *.example.org {F}
            @revoked * {S}
            @revoked web-01 {S}
            web-01 ssh-rsa nonsense
            @odd web-01 {F}
            """);

        Assert.Equal(
            [
                (3, "web-01", Pins), (4, "web-02", Pins), (5, "", NoMachine), (6, "db-01", Pins), (7, "", NoMachine), (8, "", NotSupported),
                (9, "*", Revokes), (10, "web-01", Revokes), (11, "", Malformed), (12, "", Malformed),
            ],
            plan.Rows.Select(row => (row.Line, row.VmName, row.Outcome)));
        Assert.All(plan.Rows, row => Assert.EndsWith(".", row.Explanation, StringComparison.Ordinal));
        Assert.Empty(_store.All());
    }

    [Fact]
    public void Plan_MachinesWithPins_LeavesThemAlone()
    {
        _store.Pin("web-01", First, "ann");
        _store.Pin("web-02", First, "ann");
        _store.Revoke(Second, "ann");

        var plan = Plan($"web-01 {F}\nweb-02 {S}\ndb-01 {S}\n");

        Assert.Equal([("web-01", Known), ("web-02", Conflicts), ("db-01", Conflicts)], plan.Rows.Select(row => (row.VmName, row.Outcome)));
        Assert.Empty(plan.Changes);
    }

    [Fact]
    public void Plan_TwoKeysOfOneTypeInTheFile_TakesTheFirstAndNamesIt()
    {
        var plan = Plan($"web-01 {F}\n10.0.0.1 {F}\nweb-01 {S}\n");

        Assert.Equal([Pins, Known, Conflicts], plan.Rows.Select(row => row.Outcome));
        Assert.Contains("Line 1", plan.Rows[2].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Patterns_AreForEveryMachineTheyFit()
    {
        var plan = Plan($"web-*,!web-02 {F}\n");

        // The negation is of the name; [10.0.0.2]:2222 is not among the patterns.
        Assert.Equal([("web-01", Pins)], plan.Rows.Select(row => (row.VmName, row.Outcome)));
    }

    [Fact]
    public async Task Plan_NamesHashedByOpenSsh_AreFound()
    {
        var file = Path.Combine(_directory, "hashed");
        await File.WriteAllTextAsync(file, $"web-01 {F}\n[10.0.0.2]:2222 {F}\ndb.example.org {S}\nunknown {S}\n");
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-H", "-f", file);
        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("web-01", text, StringComparison.Ordinal);

        var plan = Plan(text);

        Assert.Equal([("web-01", Pins), ("web-02", Pins), ("db-01", Pins), ("", NoMachine)], plan.Rows.Select(row => (row.VmName, row.Outcome)));
    }

    [Fact]
    public void Plan_WeakRsa_IsNotTaken()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        var (e, n) = (rsa.ExportParameters(false).Exponent!, rsa.ExportParameters(false).Modulus!);
        byte[] blob = [0, 0, 0, 7, .. "ssh-rsa"u8, 0, 0, 0, (byte)e.Length, .. e, 0, 0, 0, (byte)(n.Length + 1), 0, .. n];

        var row = Assert.Single(Plan($"web-01 ssh-rsa {Convert.ToBase64String(blob)}\n").Rows);

        Assert.Equal(NotSupported, row.Outcome);
        Assert.Contains("1024 bits", row.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_TooLarge_IsRefused() =>
        Assert.Throws<FormatException>(() => Plan(new string('#', HostKeyImport.MaxLength + 1)));

    [Fact]
    public void Apply_DoesAllOfIt_AndASecondTimeNothing()
    {
        var text = $"web-01 {F}\n[10.0.0.2]:2222 {F}\n@revoked db-01 {S}\n";

        _store.Apply(Plan(text), "ann, import");

        Assert.Equal((First, "ann, import"), (_store.Find("web-02").Pinned[0].Key, _store.Find("web-02").Pinned[0].PinnedBy));
        Assert.Equal([Second], _store.Find("db-01").Revoked);
        Assert.Empty(Plan(text).Changes);
    }

    [Fact]
    public void Apply_WhenAnotherKeyWasPinnedMeanwhile_DoesNothing()
    {
        var plan = Plan($"web-02 {F}\nweb-01 {F}\n");
        _store.Pin("web-01", Second, "bob");

        Assert.Throws<HostKeyChangeException>(() => _store.Apply(plan, "ann, import"));

        Assert.Empty(_store.Find("web-02").Pinned);
    }

    [Fact]
    public void Export_ImportedElsewhere_IsTheSame()
    {
        _store.Pin("web-01", First, "ann");
        _store.Pin("web-02", Second, "ann");
        var text = _store.Export();
        var other = new HostKeyStore(Options.Create(new SshOptions { DataDirectory = Path.Combine(_directory, "other") }), TimeProvider.System);

        other.Apply(HostKeyImport.Plan(text, Machines, other, null, default), "bob");

        Assert.Equal([First, Second], new[] { "web-01", "web-02" }.Select(vm => Assert.Single(other.Find(vm).Pinned).Key));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private HostKeyImportPlan Plan(string text) => HostKeyImport.Plan(text, Machines, _store, null, default);
}
