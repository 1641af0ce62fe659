using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.App.Workspace;

namespace WebShell.Tests.App.Workspace;

public sealed class WorkspaceClaimTests
{
    private const string One = "0123456789abcdef0123456789abcdef";
    private const string Two = "fedcba9876543210fedcba9876543210";

    [Fact]
    public void Claim_OfAPageOfOurs_IsTakenAtItsWord()
    {
        var claim = Of($"?workspace={One}&gone={Two}");

        Assert.Equal(One, claim.Name);
        Assert.Equal([Two], claim.Gone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?workspace=")]
    [InlineData("?workspace=../../etc/passwd&gone=x,,y")]
    [InlineData("?workspace=0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("?workspace=a&workspace=b")]
    public void Claim_OfNothingOrNonsense_IsAWorkspaceOfItsOwn(string query)
    {
        var (first, second) = (Of(query), Of(query));

        Assert.Matches("^[0-9a-f]{32}$", first.Name);
        Assert.NotEqual(first.Name, second.Name);
        Assert.Empty(first.Gone);
    }

    [Fact]
    public void Claim_NamesItselfNeverAndOthersOnceAndNotTooMany()
    {
        var many = Enumerable.Range(0, 50).Select(i => $"{i:x32}");

        var claim = Of($"?workspace={One}&gone={One},{Two},{Two},{string.Join(',', many)}");

        Assert.Equal(WorkspaceClaim.MaxGone, claim.Gone.Count);
        Assert.DoesNotContain(One, claim.Gone);
        Assert.Equal(Two, claim.Gone[0]);
        Assert.Equal(claim.Gone.Distinct(), claim.Gone);
    }

    [Fact]
    public void Claim_WithoutAQuery_IsAWorkspaceOfItsOwn() => Assert.Matches("^[0-9a-f]{32}$", WorkspaceClaim.Of(null).Name);

    private static WorkspaceClaim Of(string query) => WorkspaceClaim.Of(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
