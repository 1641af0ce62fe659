using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.Core.Credentials.Authority;

namespace WebShell.Tests.Credentials.Authority;

/// <summary>A certificate authority behind HTTP that answers in the shapes of Vault and of step-ca, and remembers what it was asked.</summary>
internal sealed class StandInAuthority : IAsyncDisposable
{
    public const string VaultToken = "s.canary-token";

    private readonly WebApplication _app;

    private StandInAuthority(WebApplication app) => _app = app;

    public ECDsa Key { get; } = EcdsaKey.Create();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The last request's path and body.</summary>
    public (string Path, JsonElement Body)? Asked { get; private set; }

    /// <summary>Answers with this instead, when set.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public static async Task<StandInAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new StandInAuthority(builder.Build());
        authority._app.Run(authority.AnswerAsync);
        await authority._app.StartAsync();
        return authority;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => Instead is not null ? Instead(context) : SignAsync(context);

    private async Task SignAsync(HttpContext context)
    {
        var body = await context.Request.ReadFromJsonAsync<JsonElement>();
        Asked = (context.Request.Path, body);
        if (context.Request.Path == "/v1/ssh/sign/portal" && context.Request.Headers["X-Vault-Token"] == VaultToken)
        {
            var signed = BuiltInSigner.Sign(Key, Order(
                body.GetProperty("public_key").GetString()!.Split(' ')[1],
                body.GetProperty("key_id").GetString()!,
                body.GetProperty("valid_principals").GetString()!,
                body.GetProperty("critical_options").GetProperty("source-address").GetString()!));
            await context.Response.WriteAsJsonAsync(new { data = new { serial_number = "1", signed_key = signed + "\n" } });
        }
        else if (context.Request.Path == "/1.0/ssh/sign")
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            var signed = BuiltInSigner.Sign(Key, Order(
                body.GetProperty("publicKey").GetString()!,
                body.GetProperty("keyID").GetString()!,
                body.GetProperty("principals")[0].GetString()!,
                body.GetProperty("templateData").GetProperty("sourceAddress").GetString()!));
            await context.Response.WriteAsJsonAsync(new { crt = signed.Split(' ')[1] });
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsJsonAsync(new { errors = new[] { "permission denied" } });
        }
    }

    private static CertificateOrder Order(string publicKey, string keyId, string principal, string sources) => new()
    {
        PublicKey = Convert.FromBase64String(publicKey),
        KeyId = keyId,
        Principal = principal,
        SourceAddresses = sources.Split(','),
        ValidFrom = DateTimeOffset.UtcNow.AddSeconds(-30),
        ValidUntil = DateTimeOffset.UtcNow.AddMinutes(2),
    };
}
