using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Credentials.Shared;

public sealed class SharedOrderTests
{
    private static readonly Vm Web = Machines.Named("web-01", ("env", "prod"), ("role", "web"));

    [Fact]
    public void Order_ExactLogin_ThenMoreTerms_ThenTheOlder_AndTheInventoryBeforeAll()
    {
        var any = Shared("any", "env:prod role:web", "*", age: 9);
        var wide = Shared("wide", "*", "deploy", age: 8);
        var young = Shared("young", "env:prod", "deploy", age: 1);
        var old = Shared("old", "role:web", "deploy", age: 5);
        var close = Shared("close", "env:prod role:web", "deploy", age: 2);
        SharedCredential[] all = [any, wide, young, old, close, Shared("other", "env:test", "deploy"), Shared("root's", "env:prod", "root")];

        Assert.Equal(["close", "old", "young", "wide", "any"], Names(all, Web));
        Assert.Equal(["any", "close", "old", "young", "wide"], Names(all, Web with { Credential = "Any" }));
        Assert.Equal(["any"], SharedOrder.Of(all, Web, "admin").Select(row => row.Name));
        Assert.Empty(SharedOrder.Of(all, Machines.Named("x", ("env", "dev")), "root"));
    }

    [Fact]
    public void Order_OfAnyArrangement_IsTheSame()
    {
        var random = new Random(5);
        var all = Enumerable.Range(0, 12).Select(i => Shared($"n{i}", i % 3 == 0 ? "*" : i % 3 == 1 ? "env:prod" : "env:prod role:web", i % 2 == 0 ? "*" : "deploy", age: i / 4)).ToArray();
        var expected = Names(all, Web);
        for (var i = 0; i < 200; i++)
        {
            random.Shuffle(all);
            Assert.Equal(expected, Names(all, Web));
        }
    }

    [Theory]
    [InlineData("close", "env:prod role:web", "deploy", "wide", "env:prod", "deploy", "(its machines are named more closely, before the shared password 'wide')")]
    [InlineData("close", "env:prod", "deploy", "wide", "env:prod", "*", "(it is for deploy, before the shared password 'wide')")]
    [InlineData("close", "env:prod", "*", "wide", "role:web", "*", "(it is the older one, before the shared password 'wide')")]
    public void Reason_SaysWhyTheOtherOneWasNotUsed(string first, string machines, string login, string second, string otherMachines, string otherLogin, string reason)
    {
        var inOrder = SharedOrder.Of([Shared(second, otherMachines, otherLogin, age: 1), Shared(first, machines, login, age: 2)], Web, "deploy");

        Assert.Equal(first, inOrder[0].Name);
        Assert.Equal(" " + reason, SharedOrder.Reason(inOrder, Web, "deploy"));
        Assert.Equal("", SharedOrder.Reason([inOrder[0]], Web, "deploy"));
    }

    [Theory]
    [InlineData("", "Say which machines")]
    [InlineData("web", "is a word")]
    [InlineData("-web", "is a word")]
    [InlineData("env:prod is:online", "changes with who looks")]
    [InlineData("env:prod", null)]
    [InlineData("-site:ams2 name:db-*", null)]
    [InlineData("*", null)]
    public void Machines_AreLabelsAndFieldsOnly(string text, string? says)
    {
        if (says is null)
        {
            Assert.Null(SharedScope.Check(text));
        }
        else
        {
            Assert.Contains(says, SharedScope.Check(text), StringComparison.Ordinal);
        }
    }

    private static string[] Names(SharedCredential[] all, Vm vm) => [.. SharedOrder.Of(all, vm, "deploy").Select(row => row.Name)];

    private static SharedCredential Shared(string name, string machines, string login, int age = 0) => new()
    {
        Id = new Guid(name.PadRight(16)[..16].Select(c => (byte)c).ToArray()),
        Name = name,
        NameKey = name.ToLowerInvariant(),
        Description = "",
        Owner = "",
        Kind = SharedKind.Password,
        Machines = machines,
        Login = login,
        Secret = [],
        AddedAt = DateTimeOffset.UnixEpoch.AddDays(100 - age),
        AddedBy = "ann",
        RotatedAt = default,
        RotatedBy = "ann",
        Version = 1,
    };
}
