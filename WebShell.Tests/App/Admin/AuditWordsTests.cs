using WebShell.App.Admin.Auditing;
using WebShell.Core.Audit;

namespace WebShell.Tests.App.Admin;

public sealed class AuditWordsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("access-revoked", "access revoked")]
    [InlineData("authentication-failed", "authentication failed")]
    [InlineData("web-19", "web-19")]
    [InlineData("exit 0", "exit 0")]
    [InlineData(null, "done")]
    public void Result_ThatIsAReason_IsWords_AndANameStaysAsItIs(string? result, string shown) => Assert.Equal(shown, AuditWords.Result(Row(At, result)));

    [Theory]
    [InlineData(4, "4 ms")]
    [InlineData(0, "0 ms")]
    [InlineData(-3, "0 ms")]
    [InlineData(2_500, "2 s")]
    [InlineData(250_000, "4 min 10 s")]
    public void Consequence_IsSoLongAfterItsCause(int milliseconds, string shown) => Assert.Equal(shown, AuditWords.After(Row(At), Row(At.AddMilliseconds(milliseconds))));

    private static AuditRow Row(DateTimeOffset at, string? result = null) =>
        new(1, AuditEntry.Of(new AuditEvent(AuditKind.ShellEnded, "ann", "Ann", "web-01") { Result = result }, at), new string('0', 64));
}
