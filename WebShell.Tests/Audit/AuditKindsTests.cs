using System.Text.RegularExpressions;
using WebShell.Core.Audit;

namespace WebShell.Tests.Audit;

public sealed partial class AuditKindsTests
{
    [Fact]
    public void EveryKind_HasANameOfItsOwn_AndIsFoundByIt()
    {
        foreach (var kind in Enum.GetValues<AuditKind>())
        {
            Assert.Matches(Name(), AuditKinds.NameOf(kind));
            Assert.Equal(kind, AuditKinds.Find(AuditKinds.NameOf(kind)));
        }
    }

    [Fact]
    public void Find_OfAnotherVersionsName_IsNull() => Assert.Null(AuditKinds.Find("shell.teleported"));

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$")]
    private static partial Regex Name();
}
