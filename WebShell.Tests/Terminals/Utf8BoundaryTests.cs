using System.Text;
using WebShell.App.Terminals;

namespace WebShell.Tests.Terminals;

public sealed class Utf8BoundaryTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("61", 0)]
    [InlineData("C3", 1)]
    [InlineData("C3A9", 0)]
    [InlineData("E2", 1)]
    [InlineData("E280", 2)]
    [InlineData("E28094", 0)]
    [InlineData("61F0A0", 2)]
    [InlineData("61F0A080", 3)]
    [InlineData("F0A08080", 0)]
    [InlineData("8080", 0)]
    [InlineData("80808080", 0)]
    [InlineData("FF", 0)]
    [InlineData("C0", 0)]
    [InlineData("F5", 0)]
    [InlineData("C380", 0)]
    public void IncompleteTail_HoldsOnlyTheBeginningOfACharacter(string hex, int expected) =>
        Assert.Equal(expected, Utf8Boundary.IncompleteTail(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("61", 0)]
    [InlineData("94E2", 1)]
    [InlineData("A08061", 2)]
    [InlineData("80808080", 3)]
    public void OrphanedHead_IsTheRestOfACharacter(string hex, int expected) =>
        Assert.Equal(expected, Utf8Boundary.OrphanedHead(Convert.FromHexString(hex)));

    [Fact]
    public void CuttingAnywhere_NeverTearsACharacter()
    {
        var bytes = Encoding.UTF8.GetBytes("a—é“𠀀”日本🚀…z");
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var whole = cut - Utf8Boundary.IncompleteTail(bytes.AsSpan(0, cut));

            Assert.Equal("a—é“𠀀”日本🚀…z", strict.GetString(bytes, 0, whole) + strict.GetString(bytes, whole, bytes.Length - whole));
        }
    }
}
