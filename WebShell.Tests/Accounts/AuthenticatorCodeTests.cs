using System.Text;
using WebShell.Core.Accounts;

namespace WebShell.Tests.Accounts;

public sealed class AuthenticatorCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_IsThatOfTheStandard(long seconds, string code)
    {
        Assert.Equal(code, AuthenticatorCode.At(seconds / 30, Key));
        Assert.Equal(seconds / 30, AuthenticatorCode.StepOf(code[..3] + " " + code[3..], Key, DateTimeOffset.FromUnixTimeSeconds(seconds), lastStep: 0));
    }

    [Fact]
    public void Code_OneStepAway_Counts_AndTwoDoNot()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_020);
        var step = now.ToUnixTimeSeconds() / 30;

        foreach (var apart in new[] { -1, 0, 1 })
        {
            Assert.Equal(step + apart, AuthenticatorCode.StepOf(AuthenticatorCode.At(step + apart, Key), Key, now, lastStep: 0));
        }

        Assert.Null(AuthenticatorCode.StepOf(AuthenticatorCode.At(step - 2, Key), Key, now, lastStep: 0));
        Assert.Null(AuthenticatorCode.StepOf(AuthenticatorCode.At(step + 2, Key), Key, now, lastStep: 0));
        Assert.Null(AuthenticatorCode.StepOf(AuthenticatorCode.At(step, Key), Key, now, lastStep: step));
    }

    [Fact]
    public void Address_CarriesTheKeyAsAppsReadIt()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", AuthenticatorCode.Text(Key));
        Assert.Equal(
            "otpauth://totp/Web%20Shell:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Web%20Shell&digits=6&period=30",
            AuthenticatorCode.Address(Key, "ana", "Web Shell"));
    }
}
