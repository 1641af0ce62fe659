using WebShell.App.Account;
using WebShell.App.Operations;
using WebShell.App.Security;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;

namespace WebShell.Tests.App.Operations;

public sealed class PostureRulesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-posture-").FullName;

    public static TheoryData<string> Ids => [.. Unsafe.Keys];

    private static Dictionary<string, PostureFacts> Unsafe { get; } = new()
    {
        ["development"] = new() { IsDevelopment = true },
        ["plain-http"] = new() { Origins = [new("https://shell.example.com"), new("http://shell.example.com")] },
        ["listens-openly"] = new() { Listening = [new("http://0.0.0.0:5080")] },
        ["any-host"] = new() { AllowedHosts = "a;*" },
        ["any-forwarder"] = new() { BelievesAnyForwarder = true, Origins = [new("https://shell.example.com")], Listening = [new("http://127.0.0.1:5080")] },
        ["behind-proxy"] = new() { Origins = [new("https://shell.example.com")], Listening = [new("http://127.0.0.1:5080")] },
        ["wide-proxies"] = new() { TrustedProxies = ["10.0.0.0/8"], WideProxies = ["10.0.0.0/8"] },
        ["open-files"] = new() { OpenFiles = ["/data/webshell.db"] },
        ["database-in-the-open"] = new() { DatabaseIsReachedInTheOpen = true },
        ["database-may-be-dialled"] = new() { DatabaseMayBeDialled = true },
        ["password-alone"] = new() { AdministratorsWithPasswordAlone = ["ann"] },
        ["first-use"] = new() { HostKeys = HostKeyPolicy.TrustOnFirstUse },
        ["old-algorithms"] = new() { LegacyMachines = ["old-01"] },
        ["loopback"] = new() { LoopbackMachines = ["self"] },
        ["key-with-database"] = new() { KeyLiesWithDatabase = true },
        ["shells-outlive-sign-out"] = new() { SignOutEndsShells = false },
        ["long-sign-in"] = new() { LongestSignIn = TimeSpan.FromDays(2) },
        ["short-audit"] = new() { AuditDays = 90 },
        ["audit-behind"] = new() { AuditIsBehind = true },
        ["audit-broken"] = new() { AuditBreak = "Event 5 is missing." },
        ["shared-sqlite"] = new() { DatabaseIsShared = true },
        ["wide-limits"] = new() { WideLimits = ["Sessions:IdleLimit = 30:0:00:00"] },
        ["demo"] = new() { DemoRuns = true },
    };

    [Fact]
    public void SafeSetUp_HasNothingToSay() => Assert.Empty(PostureRules.Look(new PostureFacts
    {
        Origins = [new("https://shell.example.com"), new("http://localhost:5080")],
        Listening = [new("http://127.0.0.1:5080"), new("https://0.0.0.0:443")],
        AllowedHosts = "shell.internal",
    }));

    [Theory]
    [MemberData(nameof(Ids))]
    public void UnsafeSetting_IsNamed_WithConsequenceAndChange(string id)
    {
        var finding = Assert.Single(PostureRules.Look(Unsafe[id]));

        Assert.Equal(id, finding.Id);
        Assert.All([finding.Title, finding.Consequence, finding.Change], text => Assert.True(text.Length > 10));
    }

    [Fact]
    public void Several_AreOrdered_TheWorstFirst()
    {
        var findings = PostureRules.Look(new PostureFacts { DemoRuns = true, LegacyMachines = ["a", "b", "c", "d", "e", "f", "g"], IsDevelopment = true });

        Assert.Equal(["development", "old-algorithms", "demo"], findings.Select(finding => finding.Id));
        Assert.Contains("a, b, c, d, e and 2 more", findings[1].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void DemoMachines_MayBeAtLoopback() =>
        Assert.Equal(["demo"], PostureRules.Look(new PostureFacts { DemoRuns = true, LoopbackMachines = ["web-01"] }).Select(finding => finding.Id));

    [Fact]
    public void Limits_AsTheyComeAreNone_ThatLimitNothing_AndWideOnesAreNamedWithTheirValues()
    {
        Assert.Empty(Posture.WideAmong(new SessionOptions(), new CircuitLimits(), new SignInOptions(), new SshOptions()));

        var wide = Posture.WideAmong(
            new SessionOptions { IdleLimit = TimeSpan.FromDays(30), LongestSession = TimeSpan.FromDays(30), DetachGrace = TimeSpan.FromDays(7), ShellsPerUser = 1000 },
            new CircuitLimits { PerUser = 10_000 },
            new SignInOptions { IdleLimit = TimeSpan.FromDays(1) },
            new SshOptions { FailedSignInsBeforePause = 100 });

        Assert.Equal(7, wide.Count);
        Assert.Equal("Sessions:ShellsPerUser = 1000", wide[3]);
    }

    [Fact]
    public void Proxies_ThatAreNamed_AreWhereRequestsComeFrom()
    {
        var facts = Unsafe["behind-proxy"] with { TrustedProxies = ["127.0.0.1"] };

        Assert.Empty(PostureRules.Look(facts));
        Assert.Equal(["10.0.0.0/8", "2001:db8::/32"], Posture.WideAmong(["10.0.0.5", "10.0.1.0/24", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32", "unix"]));
    }

    [Fact]
    public void FilesThatOthersMayRead_AreFound()
    {
        var (open, closed) = (Path.Combine(_directory, "open"), Path.Combine(_directory, "closed"));
        File.WriteAllText(open, "");
        File.WriteAllText(closed, "");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal([open], Posture.OpenAmong([open, closed, Path.Combine(_directory, "none")]));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
