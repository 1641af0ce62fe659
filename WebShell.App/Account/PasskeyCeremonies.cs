using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>
/// Asks browsers for passkeys and checks what they answer, with the framework's handler (WebAuthn level 3, section 7). What was asked lies
/// sealed in the page for five minutes and counts once. The server's domain and the origins are the configured ones. Thread-safe singleton.
/// </summary>
internal sealed class PasskeyCeremonies(AccountBook book, PublicOrigins origins, IDataProtectionProvider protection, ILoggerFactory loggers, IServiceProvider services, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int IdBytes = 16;

    private readonly ITimeLimitedDataProtector _sealer = protection.CreateProtector("WebShell.Passkeys").ToTimeLimitedDataProtector();

    // Those that were answered rightly or wrongly; each is kept as long as it could come again, and tries are limited.
    private readonly ConcurrentDictionary<string, long> _answered = new();

    /// <summary>What to ask a browser for a new passkey of that person, and the sealed question.</summary>
    public async Task<(string Options, string State)> AskForNewAsync(HttpContext context, Core.Accounts.Account account)
    {
        using var users = Users();
        var made = await Handler(context, users).MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id, Name = account.Name, DisplayName = account.DisplayName ?? account.Name }, context);
        return (made.CreationOptionsJson, Seal(account.Id, made.AttestationState));
    }

    /// <summary>What to ask a browser for any of its passkeys here, and the sealed question.</summary>
    public async Task<(string Options, string State)> AskForAnyAsync(HttpContext context)
    {
        using var users = Users();
        var made = await Handler(context, users).MakeRequestOptionsAsync(user: null, context);
        return (made.RequestOptionsJson, Seal("", made.AssertionState));
    }

    /// <summary>The new passkey that a browser answered with; null: it is not right, or not an answer to a question of ours to that person.</summary>
    public async Task<UserPasskeyInfo?> TakeNewAsync(HttpContext context, Core.Accounts.Account account, string state, string credential)
    {
        if (Open(account.Id, state) is not { } asked)
        {
            return null;
        }

        using var users = Users();
        var result = await Handler(context, users).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = asked });
        return result.Succeeded && result.UserEntity.Id == account.Id ? result.Passkey : null;
    }

    /// <summary>Whose passkey a browser answered with, and how the passkey is now; null: it is not right.</summary>
    public async Task<(Core.Accounts.Account Account, UserPasskeyInfo Passkey)?> TakeAnyAsync(HttpContext context, string state, string credential)
    {
        if (Open("", state) is not { } asked)
        {
            return null;
        }

        using var users = Users();
        var result = await Handler(context, users).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = asked });
        return result.Succeeded && book.Now.Find(result.User.Id) is { IsDisabled: false } account ? (account, result.Passkey) : null;
    }

    private string Seal(string accountId, string? state) => _sealer.Protect(string.Join('\n', WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes)), accountId, state), Life);

    private string? Open(string accountId, string text)
    {
        try
        {
            var parts = _sealer.Unprotect(text).Split('\n', 3);
            ForgetTheOld();
            return parts[1] == accountId && _answered.TryAdd(parts[0], time.GetTimestamp()) ? parts[2] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private void ForgetTheOld()
    {
        foreach (var (id, at) in _answered)
        {
            if (time.GetElapsedTime(at) > Life * 2)
            {
                _answered.TryRemove(id, out _);
            }
        }
    }

    private PasskeyHandler<PasskeyOwner> Handler(HttpContext context, UserManager<PasskeyOwner> users) => new(users, Options.Create(new IdentityPasskeyOptions
    {
        // The guard let in only hosts that are ours; of several, the one that the person sees.
        ServerDomain = (origins.All.FirstOrDefault(origin => string.Equals(origin.Host, context.Request.Host.Host, StringComparison.OrdinalIgnoreCase)) ?? origins.First).Host,
        ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && origins.Contains(asked.Origin)),
        // It stands for password and code, so the authenticator must have seen the person (PIN, finger, face).
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        AuthenticatorTimeout = Life,
    }));

    private UserManager<PasskeyOwner> Users() => new(
        new PasskeyOwners(book), Options.Create(new IdentityOptions()), new PasswordHasher<PasskeyOwner>(), [], [], new AsItIs(), new IdentityErrorDescriber(), services, loggers.CreateLogger<UserManager<PasskeyOwner>>());

    /// <summary>Names have one form here.</summary>
    private sealed class AsItIs : ILookupNormalizer
    {
        public string? NormalizeName(string? name) => name;

        public string? NormalizeEmail(string? email) => email;
    }
}
