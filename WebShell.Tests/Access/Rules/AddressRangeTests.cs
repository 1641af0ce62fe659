using System.Net;
using WebShell.Core.Access.Rules;

namespace WebShell.Tests.Access.Rules;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:11.0.0.1", false)]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "::ffff:10.0.0.1", false)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("fe80::/10", "fe80::1%1", true)]
    public void Contains_AnyWayToWriteAnAddress_IsTheSame(string range, string address, bool contains) =>
        Assert.Equal(contains, AddressRange.Parse(range).Range!.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("", "is not an address range")]
    [InlineData("10.0.0.0/", "must be 0 to 32")]
    [InlineData("10.0.0.0/33", "must be 0 to 32")]
    [InlineData("10.0.0.0/-1", "must be 0 to 32")]
    [InlineData("10.0.0.0/ 8", "must be 0 to 32")]
    [InlineData("2001:db8::/129", "must be 0 to 128")]
    [InlineData("10.0.0.5/8", "10.0.0.0/8 or 10.0.0.5 is meant")]
    [InlineData("10/8", "is not an address range")]
    [InlineData("10.1/16", "is not an address range")]
    [InlineData("010.0.0.0/8", "is not an address range")]
    [InlineData("example.com", "is not an address range")]
    [InlineData("::ffff:0.0.0.0/90", "name two ranges")]
    [InlineData("fe80::1%eth0", "is not an address range")]
    public void Parse_NoRange_SaysWhatIsWrong(string text, string mistake) =>
        Assert.Contains(mistake, AddressRange.Parse(text).Mistake, StringComparison.Ordinal);
}
