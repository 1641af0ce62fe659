using Microsoft.Extensions.Options;
using WebShell.Core.Ssh;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Tests.Ssh;

public sealed class HostKeyStoreTests : IDisposable
{
    // The example keys of no machine: 32 times the same byte.
    private static readonly HostKey First = Ed25519(1);
    private static readonly HostKey Second = Ed25519(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-pins-").FullName;

    private string KnownHosts => Path.Combine(_directory, "known_hosts");

    [Fact]
    public void Pin_IsThereForTheNextStore_InOpenSshsFormat()
    {
        NewStore().Pin("web-01", First, "ann the admin");

        var pin = Assert.Single(NewStore().Find("WEB-01").Pinned);
        Assert.Equal((First, "ann the admin"), (pin.Key, pin.PinnedBy));
        Assert.InRange(DateTimeOffset.UtcNow - pin.PinnedAt, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
        Assert.StartsWith($"web-01 ssh-ed25519 {First.Base64} pinned-at=", File.ReadAllText(KnownHosts), StringComparison.Ordinal);
        Assert.Empty(NewStore().Find("web-02").Pinned);
    }

    [Fact]
    public void Pin_Twice_IsOneLine()
    {
        var store = NewStore();

        store.Pin("web-01", First, "ann");
        store.Pin("web-01", First, "bob");

        Assert.Single(File.ReadAllLines(KnownHosts));
    }

    [Fact]
    public void Pin_KeepsWhatOthersWrote()
    {
        File.WriteAllText(KnownHosts, $"# ours\n\n@revoked * ssh-ed25519 {Second.Base64}");

        NewStore().Pin("web-01", First, "ann");

        var known = NewStore().Find("web-01");
        Assert.Equal((First, Second), (Assert.Single(known.Pinned).Key, Assert.Single(known.Revoked)));
        Assert.StartsWith("# ours\n\n@revoked", File.ReadAllText(KnownHosts), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ChangedByHand_CountsAtOnce()
    {
        var store = NewStore();
        store.Pin("web-01", First, "ann");

        File.WriteAllText(KnownHosts, $"web-01 ssh-ed25519 {Second.Base64} replaced by hand\n");

        Assert.Equal(Second, Assert.Single(store.Find("web-01").Pinned).Key);
    }

    [Fact]
    public void Names_ListedWithWildcardsAndHashed_AreUnderstood()
    {
        // As 'ssh-keygen -H' hashed the name db-01.
        const string Hashed = "|1|AQIDBAUGBwgJCgsMDQ4PEBESExQ=|y02KVMz6Et5FxwvGTKKdQuEsYRs=";
        File.WriteAllText(KnownHosts, $"web-*,!web-09 ssh-ed25519 {First.Base64}\n{Hashed} ssh-ed25519 {Second.Base64}\n");
        var store = NewStore();

        Assert.Equal(First, Assert.Single(store.Find("web-01").Pinned).Key);
        Assert.Empty(store.Find("web-09").Pinned);
        Assert.Equal(Second, Assert.Single(store.Find("db-01").Pinned).Key);
    }

    [Theory]
    [InlineData("web-01")]
    [InlineData("web-01 ssh-ed25519")]
    [InlineData("web-01 ssh-ed25519 AAAA")]
    [InlineData("web-01 ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")]
    [InlineData("@trusted web-01 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")]
    public void Line_ThatIsNoEntry_StopsWithItsNumber(string line)
    {
        File.WriteAllText(KnownHosts, $"# first\n{line}\n");

        var error = Assert.Throws<InvalidDataException>(() => NewStore().Find("web-01"));

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_IsOpenSshs() =>
        // ssh-keygen -l of this key says the same.
        Assert.Equal(
            "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
            HostKey.Parse("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl").Fingerprint);

    [Fact]
    public void Replace_TakesEveryPinOfTheMachineAway_AndNoOthers()
    {
        File.WriteAllText(KnownHosts, $"# ours\nweb-01 ssh-ed25519 {First.Base64}\nweb-02 ssh-ed25519 {First.Base64}\n");
        var store = NewStore();

        store.Replace("web-01", Second, "ann");

        Assert.Equal(Second, Assert.Single(NewStore().Find("web-01").Pinned).Key);
        Assert.Equal(First, Assert.Single(NewStore().Find("web-02").Pinned).Key);
        Assert.StartsWith("# ours\n", store.Export(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web-*")]
    [InlineData("web-01,web-02")]
    public void Replace_APinOfSeveralMachines_IsLeftToWhoWroteIt(string names)
    {
        File.WriteAllText(KnownHosts, $"{names} ssh-ed25519 {First.Base64}\n");

        var error = Assert.Throws<HostKeyChangeException>(() => NewStore().Replace("web-01", Second, "ann"));

        Assert.Contains(names, error.Message, StringComparison.Ordinal);
        Assert.Equal(First, Assert.Single(NewStore().Find("web-01").Pinned).Key);
    }

    [Fact]
    public void Revoke_CountsForEveryMachine_AndCannotBePinnedAgain()
    {
        var store = NewStore();
        store.Pin("web-01", First, "ann");

        store.Revoke(First, "ann");
        store.Revoke(First, "bob");

        Assert.Equal([First], NewStore().Find("db-01").Revoked);
        Assert.Single(store.All(), entry => entry.IsRevoked);
        Assert.Throws<HostKeyChangeException>(() => store.Replace("db-01", First, "ann"));
    }

    [Fact]
    public void Remove_TakesOneOfSeveralPins()
    {
        var store = NewStore();
        store.Pin("web-01", First, "ann");
        store.Pin("web-01", Second, "ann");

        store.Remove("web-01", First);

        Assert.Equal(Second, Assert.Single(NewStore().Find("web-01").Pinned).Key);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    internal static HostKey Ed25519(byte fill) => HostKey.Parse(Convert.ToBase64String(
        [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Repeat(fill, 32)]));

    private HostKeyStore NewStore() => new(Options.Create(new SshOptions { DataDirectory = _directory }), TimeProvider.System);
}
