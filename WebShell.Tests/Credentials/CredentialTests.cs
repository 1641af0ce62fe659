using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;

namespace WebShell.Tests.Credentials;

public sealed class CredentialTests : IDisposable
{
    private const string Secret = "hunter2";

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-credentials-").FullName;

    [Fact]
    public void Credentials_AsText_SayTheirKindOnly()
    {
        Assert.Equal("PasswordCredential", new PasswordCredential(Secret).ToString());
        Assert.Equal("PrivateKeyCredential", new PrivateKeyCredential(Pem("", Secret), Secret).ToString());
        Assert.DoesNotContain(Secret, System.Text.Json.JsonSerializer.Serialize(new PasswordCredential(Secret)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPENSSH ", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAA", false)]
    [InlineData("OPENSSH ", "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAG", true)]
    [InlineData("ENCRYPTED ", "MIIF", true)]
    [InlineData("RSA ", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIIF", true)]
    [InlineData("RSA ", "MIIF", false)]
    [InlineData("", "MIIF", false)]
    public void Key_SaysWhetherItIsEncrypted(string kind, string body, bool isEncrypted) =>
        Assert.Equal(isEncrypted, new PrivateKeyCredential(Pem(kind, body), null).IsEncrypted);

    [Theory]
    [InlineData("", "no private key")]
    [InlineData("ssh-ed25519 AAAA", "public key")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA", "public key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIF\n-----END PUBLIC KEY-----\n", "public key")]
    [InlineData("PuTTY-User-Key-File-2: ssh-rsa\r\n", "puttygen")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIF\n", "cut off")]
    [InlineData("MIIF\n-----END RSA PRIVATE KEY-----\n", "cut off")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n-----END OPENSSH PRIVATE KEY-----\n", "damaged or cut off")]
    [InlineData("-----BEGIN DSA PRIVATE KEY-----\nMIIF\n-----END DSA PRIVATE KEY-----\n", "DSA")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIF\n-----END CERTIFICATE-----\n", "not a private key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n\0\n-----END RSA PRIVATE KEY-----\n", "null character")]
    public void Key_ThatIsNone_IsRefusedWithWhatItIs(string text, string says)
    {
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => new PrivateKeyCredential(text, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_OfASecurityKey_IsRefused()
    {
        var blob = new List<byte>(System.Text.Encoding.ASCII.GetBytes("openssh-key-v1\0"));
        foreach (var field in new[] { "none", "none", "" })
        {
            Append(field);
        }

        blob.AddRange([0, 0, 0, 1, 0, 0, 0, 30]);
        Append("sk-ssh-ed25519@openssh.com");

        var text = Pem("OPENSSH ", Convert.ToBase64String([.. blob]));
        Assert.Contains("security key", Assert.Throws<ArgumentException>(() => new PrivateKeyCredential(text, null)).Message, StringComparison.Ordinal);

        void Append(string field)
        {
            blob.AddRange([0, 0, 0, (byte)field.Length]);
            blob.AddRange(System.Text.Encoding.ASCII.GetBytes(field));
        }
    }

    [Fact]
    public void Password_Empty_IsRefused() => Assert.Throws<ArgumentException>(() => new PasswordCredential(""));

    [Fact]
    public void Configuration_OfAnAgentsKey_NamesItsPublicHalf()
    {
        var store = Build(("ops:AgentKeyFile", Write("ops.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ1dCBub3QgcmVhbGx5IGEgcHVibGljIGtleSBoZXJl ops"))).GetRequiredService<CredentialStore>();

        Assert.IsType<AgentKeyCredential>(store.Find("ops"));
    }

    [Fact]
    public void Password_WithANullCharacter_IsRefused() => Assert.Throws<ArgumentException>(() => new PasswordCredential("a\0b"));

    [Fact]
    public void Store_FindsConfiguredAndSetOnes_AndReadsAReplacedFile()
    {
        var file = Write("password", Secret + "\n");
        var store = Build(("ops:PasswordFile", file)).GetRequiredService<CredentialStore>();
        store.Set("demo", new PasswordCredential("x"));

        Assert.Equal(Secret, Assert.IsType<PasswordCredential>(store.Find("ops")).Password);
        Assert.NotNull(store.Find("demo"));
        Assert.Null(store.Find("nobody"));

        Write("password", "new");
        Assert.Equal("new", Assert.IsType<PasswordCredential>(store.Find("ops")).Password);
    }

    [Fact]
    public void Configuration_WithMistakes_NamesEveryOneAndNoSecret()
    {
        var services = Build(
            ("none:Comment", "x"),
            ("missing:KeyFile", Path.Combine(_directory, "nowhere")),
            ("both:KeyFile", Write("k", Pem("", "MIIF"))),
            ("both:PasswordFile", Write("p", Secret)),
            ("nokey:KeyFile", Write("n", Secret)),
            ("locked:KeyFile", Write("l", Pem("ENCRYPTED ", "MIIF"))));

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<CredentialOptions>>().Value);

        foreach (var name in new[] { "none", "missing", "both", "nokey", "locked" })
        {
            Assert.Contains(error.Failures, failure => failure.StartsWith($"WebShell:Credentials:{name}", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Pem(string kind, string body) => $"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----\n";

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("WebShell:Credentials:" + s.Key, (string?)s.Value))).Build());
        return services.AddCredentials().BuildServiceProvider();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
