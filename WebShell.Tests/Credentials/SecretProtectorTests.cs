using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Tests.Credentials;

public sealed class SecretProtectorTests : IDisposable
{
    private static readonly SecretBinding Binding = new(Guid.NewGuid(), "ann", "Password");
    private static readonly byte[] Secret = "hunter2"u8.ToArray();

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-secrets-").FullName;

    private string KeyPath => Path.Combine(_directory, "keys", "secrets.key");

    private string FormerPath => Path.Combine(_directory, "former.key");

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

        foreach (var other in Others())
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
    public void WrappedKey_OfAnotherSecret_DoesNotFit()
    {
        var protector = Protector();
        var (mine, theirs) = (protector.Protect(Secret, Binding), protector.Protect(Secret, Binding with { OwnerId = "bob" }));
        const int WrappedEnd = 1 + 8 + 2 + 60;

        byte[] mixed = [.. theirs[..WrappedEnd], .. mine[WrappedEnd..]];

        Assert.All([Binding, Binding with { OwnerId = "bob" }], binding => Assert.Throws<SecretUnreadableException>(() => protector.Unprotect(mixed, binding)));
    }

    [Fact]
    public void Secrets_OfAnyLengthAndBinding_ComeBack_AndOpenForNobodyElse()
    {
        var random = new Random(20261123);
        var (protector, rewrapping) = (Protector(), Rotated());
        for (var i = 0; i < 300; i++)
        {
            var secret = new byte[random.Next(0, 3000)];
            random.NextBytes(secret);
            var binding = new SecretBinding(Guid.NewGuid(), Text(random), Text(random));
            var envelope = protector.Protect(secret, binding);
            var rewrapped = rewrapping.Rewrap(envelope, binding)!;

            Assert.Equal(secret, protector.Unprotect(envelope, binding));
            Assert.Equal(secret, rewrapping.Unprotect(rewrapped, binding));
            Assert.Throws<SecretUnreadableException>(() => rewrapping.Unprotect(rewrapped, binding with { OwnerId = binding.OwnerId + "x" }));
            Assert.Throws<SecretUnreadableException>(() => rewrapping.Rewrap(envelope, binding with { Kind = binding.Kind + "x" }));
        }
    }

    [Fact]
    public void Envelope_OfTheFirstVersion_IsRead_AndRewrapMakesItTheSecond()
    {
        var protector = Protector();
        protector.Protect(Secret, Binding);
        var former = FirstVersion(Convert.FromBase64String(File.ReadAllText(KeyPath).Trim()), Secret, Binding);

        Assert.Equal(Secret, protector.Unprotect(former, Binding));
        Assert.All(Others(), other => Assert.Throws<SecretUnreadableException>(() => protector.Unprotect(former, other)));
        var rewrapped = protector.Rewrap(former, Binding)!;
        Assert.Equal(2, rewrapped[0]);
        Assert.Equal(Secret, protector.Unprotect(rewrapped, Binding));
        Assert.Null(protector.Rewrap(rewrapped, Binding));
    }

    [Fact]
    public void Rewrap_KeepsTheSealedText_AndChangesTheKeyOnly()
    {
        var envelope = Protector().Protect(Secret, Binding);
        var rotated = Rotated();

        var rewrapped = rotated.Rewrap(envelope, Binding)!;

        Assert.Equal(envelope[^(28 + Secret.Length)..], rewrapped[^(28 + Secret.Length)..]);
        Assert.NotEqual(envelope[..9], rewrapped[..9]);
        Assert.Equal(Secret, rotated.Unprotect(rewrapped, Binding));
        Assert.Equal(Secret, rotated.Unprotect(envelope, Binding)); // the former key is at hand
        Assert.Throws<SecretUnreadableException>(() => Protector(options => options.KeyFile = FormerPath).Unprotect(rewrapped, Binding));
    }

    [Fact]
    public void Key_AnotherOrMissing_IsNamed()
    {
        var envelope = Protector().Protect(Secret, Binding);

        File.Delete(KeyPath);
        var missing = Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, Binding));
        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
        Assert.True(missing.IsKeyMissing);
        Assert.False(File.Exists(KeyPath)); // reading makes none
        Protector().Protect(Secret, Binding);
        var other = Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, Binding));
        Assert.Contains($"than those at hand: the key file {KeyPath}", other.Message, StringComparison.Ordinal);
        Assert.True(other.IsKeyMissing);
    }

    [Fact]
    public void Key_FromTheEnvironment_Seals_AndTheFileStillOpens()
    {
        var variable = $"WEBSHELL_TEST_{Guid.NewGuid():N}";
        var inFile = Protector().Protect(Secret, Binding);
        var protector = Protector(options => (options.KeySource, options.KeyVariable) = (SecretKeySource.Environment, variable));
        Assert.Contains($"{variable} is not set", Assert.Throws<SecretUnreadableException>(() => protector.Protect(Secret, Binding)).Message, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(variable, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        try
        {
            var envelope = protector.Protect(Secret, Binding);

            Assert.Equal(Secret, protector.Unprotect(envelope, Binding));
            Assert.Equal(Secret, protector.Unprotect(inFile, Binding));
            Assert.Equal(Secret, Protector(options => options.FormerKeyVariables = [variable]).Unprotect(envelope, Binding));
            Assert.Throws<SecretUnreadableException>(() => Protector().Unprotect(envelope, Binding));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void KeyRing_Seals_AndAnotherRingDoesNotOpenIt()
    {
        var ring = new EphemeralDataProtectionProvider();
        var protector = Protector(options => options.KeySource = SecretKeySource.KeyRing, ring);

        var envelope = protector.Protect(Secret, Binding);

        Assert.Equal(Secret, protector.Unprotect(envelope, Binding));
        Assert.Null(protector.Rewrap(envelope, Binding));
        Assert.All(Others(), other => Assert.Throws<SecretUnreadableException>(() => protector.Unprotect(envelope, other)));
        var another = Protector(options => options.KeySource = SecretKeySource.KeyRing, new EphemeralDataProtectionProvider());
        Assert.Contains("key ring", Assert.Throws<SecretUnreadableException>(() => another.Unprotect(envelope, Binding)).Message, StringComparison.Ordinal);
        Assert.Equal(Secret, Protector(null, ring).Unprotect(Protector(null, ring).Rewrap(envelope, Binding)!, Binding));
    }

    [Fact]
    public void Adapter_Wraps_AndItsSilenceIsSaid()
    {
        var kms = new StandInKms();
        var protector = new AesGcmProtector(new SecretKeys(Options.Create(new SecretOptions { KeyFile = KeyPath, KeySource = SecretKeySource.Adapter }), [kms]));

        var envelope = protector.Protect(Secret, Binding);

        Assert.Equal(Secret, protector.Unprotect(envelope, Binding));
        Assert.False(File.Exists(KeyPath));
        kms.IsSilent = true;
        var silent = Assert.Throws<SecretUnreadableException>(() => protector.Unprotect(envelope, Binding));
        Assert.Equal("The KMS does not answer.", silent.Message);
        Assert.False(silent.IsKeyMissing);
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

        var result = new SecretOptionsRules().Validate(null, new SecretOptions { KeyFile = KeyPath, FormerKeyFiles = [KeyPath], FormerKeyVariables = ["WEBSHELL_NO_SUCH"] });

        Assert.Contains(says, result.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(3, result.Failures!.Count());
        Assert.DoesNotContain(text, result.FailureMessage, StringComparison.Ordinal);
        Assert.Throws<SecretUnreadableException>(() => Protector().Protect(Secret, Binding));
    }

    [Fact]
    public void KeyFile_NotThereYet_IsNoMistake() => Assert.True(new SecretOptionsRules().Validate(null, new SecretOptions { KeyFile = KeyPath }).Succeeded);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>The envelope as the first version wrote it: the key itself seals the secret.</summary>
    internal static byte[] FirstVersion(byte[] key, byte[] secret, SecretBinding binding)
    {
        var (nonce, tag, text) = (RandomNumberGenerator.GetBytes(12), new byte[16], new byte[secret.Length]);
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, secret, text, tag, System.Text.Encoding.UTF8.GetBytes($"webshell-secret\0{binding.Id:N}\0{binding.OwnerId}\0{binding.Kind}"));
        return [1, .. SHA256.HashData(key)[..8], .. nonce, .. tag, .. text];
    }

    private static SecretBinding[] Others() => [Binding with { Id = Guid.NewGuid() }, Binding with { OwnerId = "bob" }, Binding with { Kind = "PrivateKey" }];

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(0, 20)).Select(_ => (char)random.Next(1, 0xD7FF)));

    private AesGcmProtector Protector(Action<SecretOptions>? configure = null, IDataProtectionProvider? ring = null)
    {
        var options = new SecretOptions { KeyFile = KeyPath };
        configure?.Invoke(options);
        return new(new SecretKeys(Options.Create(options), [], ring));
    }

    // Another key is the current one, and the one that was is former.
    private AesGcmProtector Rotated()
    {
        Protector().Protect(Secret, Binding);
        File.Copy(KeyPath, FormerPath, overwrite: true);
        return Protector(options => (options.KeyFile, options.FormerKeyFiles) = (Path.Combine(_directory, "new.key"), [FormerPath]));
    }

    private sealed class StandInKms : IKeyWrapper
    {
        private readonly LocalKey _inside = new(RandomNumberGenerator.GetBytes(32), "inside");

        public bool IsSilent { get; set; }

        public string Id { get; } = KeyName.Of("kms://test/key");

        public string Place => "the key kms://test/key";

        public byte[] Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> context) => _inside.Wrap(dataKey, context);

        public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context) =>
            IsSilent ? throw new SecretUnreadableException("The KMS does not answer.") : _inside.Unwrap(wrapped, context);
    }
}
