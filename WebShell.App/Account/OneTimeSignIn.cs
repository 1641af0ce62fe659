using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>
/// Development's sign-in: a token in the link that the portal prints at its start. It is good once, for 15 minutes, and is
/// made anew by every start; it is never logged.
/// </summary>
internal sealed class OneTimeSignIn(IHostEnvironment environment, TimeProvider time)
{
    /// <summary>How long the token is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int TokenBytes = 32;

    private readonly string _token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));
    private readonly long _madeAt = time.GetTimestamp();
    private int _isUsed;

    /// <summary>Outside Development there is no such sign-in.</summary>
    public bool IsOffered { get; } = environment.IsDevelopment();

    /// <summary>The address to open, under an origin of the portal.</summary>
    public string LinkUnder(Uri origin) => IsOffered ? $"{new Uri(origin, AccountPaths.SignIn)}?{AccountPaths.TokenParameter}={_token}" : origin.ToString();

    /// <summary>Takes the token, once.</summary>
    /// <returns>The first administrator; null where the token is wrong, used or too old.</returns>
    public PortalUser? Redeem(string token)
    {
        var isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(_token)));
        return IsOffered && isRight && time.GetElapsedTime(_madeAt) < Life && Interlocked.Exchange(ref _isUsed, 1) == 0
            ? new PortalUser("admin", "admin") { Role = PortalRole.Administrator }
            : null;
    }
}
