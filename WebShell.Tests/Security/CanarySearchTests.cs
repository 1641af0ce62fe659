using System.Net;
using System.Text;

namespace WebShell.Tests.Security;

/// <summary>The search that says "nowhere" finds what is there: without this, the canaries would prove nothing.</summary>
public sealed class CanarySearchTests
{
    private const string Secret = "canary-<π>-otter-5b18";

    public static TheoryData<string> Kept => new()
    {
        $"before {Secret} after",
        WebUtility.HtmlEncode(Secret),
        Uri.EscapeDataString(Secret),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"{Secret}\"}}")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"1{Secret}2")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"12{Secret}3")),
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void Text_InAnyEncoding_IsFound(string kept) => Assert.NotEmpty(CanarySearch.Find(Secret, [CanaryPlace.Of("file", $"much else {kept} and more")]));

    [Fact]
    public void Text_OfMemory_IsFound() => Assert.Equal(["memory (UTF-16)"], CanarySearch.Find(Secret, [new("memory", Encoding.Unicode.GetBytes($"x{Secret}y"))]));

    [Fact]
    public void AnotherText_IsNotFound() => Assert.Empty(CanarySearch.Find(Secret, [CanaryPlace.Of("file", Secret[..^1]), CanaryPlace.Of("file", Secret.ToUpperInvariant())]));
}
