using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("web-2 web-10 web-100")]
    [InlineData("a a1 a1b a2 a10 b")]
    [InlineData("10.0.0.2 10.0.0.10 10.0.1.1 192.0.2.1")]
    [InlineData("Db-1 db-2 WEB-1 web-2")]
    [InlineData("x1 x01 x001 x2")]
    [InlineData("n9 n99999999999999999999998 n99999999999999999999999")]
    public void Compare_NamesWithNumbers_OrdersThemByValue(string ordered)
    {
        var names = ordered.Split(' ');

        Assert.Equal(names, names.Reverse().Order(NaturalOrder.Instance));
        Assert.Equal(names, names.Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Compare_AnyThree_IsOneOrder()
    {
        var random = new Random(4);
        string[] names = [.. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "aA01-"[random.Next(5)])))];

        foreach (var x in names)
        {
            foreach (var y in names)
            {
                Assert.Equal(Math.Sign(Compare(x, y)), -Math.Sign(Compare(y, x)));
                Assert.All(names, z => Assert.False(Compare(x, y) < 0 && Compare(y, z) < 0 && Compare(x, z) >= 0, $"{x} {y} {z}"));
            }
        }
    }

    private static int Compare(string x, string y) => NaturalOrder.Instance.Compare(x, y);
}
