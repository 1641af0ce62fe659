using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;

namespace WebShell.Tests.Credentials;

public sealed class SecretProtectorTests : IDisposable
{
    private static readonly SecretBinding Binding = new(Guid.NewGuid(), "ann", "Password");
    private static readonly byte[] Secret = "hunter2"u8.ToArray();

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-secrets-").FullName;

    private string KeyPath => Path.Combine(_directory, "keys", "secrets.key");

    [Fact]
    public void Secret_OpensForItsBinding_AndIsSealedAnewEachTime()
    {
        var (first, second) = (Protector().Protect(Secret, Binding), Protector().Protect(Secret, Binding));

        Assert.Equal(Secret, Protector().Unprotect(first, Binding));
        Assert.NotEqual(first, second);
        Assert.DoesNotContain("hunter2", System.Text.Encoding.Latin1.GetString(first), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public void Secret_OfAnotherRowOwnerOrKind_DoesNotOpen()
    {
        var envelope = Protector().Protect(Secret, Binding);

        foreach (var other in new[] { Binding with { Id = Guid.NewGuid() }, Binding with { OwnerId = "bob" }, Binding with { Kind = "PrivateKey" } })
        {
            Assert.Contains("altered", Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, other)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Secret_WithAnyBitTurnedOrCutShort_DoesNotOpen()
    {
        var envelope = Protector().Protect(Secret, Binding);

        for (var i = 0; i < envelope.Length; i++)
        {
            var altered = envelope.ToArray();
            altered[i] ^= 0x10;
            Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(altered, Binding));
            Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope.AsSpan(0, i), Binding));
        }
    }

    [Fact]
    public void Key_AnotherOrMissing_IsNamed()
    {
        var envelope = Protector().Protect(Secret, Binding);

        File.Delete(KeyPath);
        Assert.Contains("missing", Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, Binding)).Message, StringComparison.Ordinal);
        Protector().Protect(Secret, Binding);
        Assert.Contains($"another key than the one in {KeyPath}", Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, Binding)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64", UnixFileMode.UserRead, "does not hold a key")]
    [InlineData("aHVudGVyMg==", UnixFileMode.UserRead, "does not hold a key")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", UnixFileMode.UserRead | UnixFileMode.GroupRead, "chmod 600")]
    public void KeyFile_ThatCannotBeUsed_StopsTheStart(string text, UnixFileMode mode, string says)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, text);
        File.SetUnixFileMode(KeyPath, mode);

        var result = new SecretOptionsRules().Validate(null, new SecretOptions { KeyFile = KeyPath });

        Assert.Contains(says, result.FailureMessage, StringComparison.Ordinal);
        Assert.Throws<SecretUnreadableException>(() => Protector().Protect(Secret, Binding));
    }

    [Fact]
    public void KeyFile_NotThereYet_IsNoMistake() => Assert.True(new SecretOptionsRules().Validate(null, new SecretOptions { KeyFile = KeyPath }).Succeeded);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private AesGcmProtector Protector() => new(new SecretKeyFile(Options.Create(new SecretOptions { KeyFile = KeyPath })));
}
