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
    [InlineData("")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIF\n-----END CERTIFICATE-----\n")]
    public void Key_ThatIsNone_IsRefused(string text) => Assert.Throws<ArgumentException>(() => new PrivateKeyCredential(text, null));

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
