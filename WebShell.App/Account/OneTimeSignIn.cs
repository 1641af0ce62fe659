using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>
/// A token in the link that the portal prints at its start and that signs in the first administrator: in Development always, elsewhere
/// only while there is no administrator. It is good once, for 15 minutes, and is made anew by every start; it is never logged.
/// </summary>
internal sealed class OneTimeSignIn(IHostEnvironment environment, AccountBook book, TimeProvider time)
{
    /// <summary>How long the token is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int TokenBytes = 32;

    private readonly string _token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));
    private readonly long _madeAt = time.GetTimestamp();
    private int _isUsed;

    /// <summary>Whether there is such a sign-in at all.</summary>
    public bool IsOffered => environment.IsDevelopment() || !book.Now.HasAdministrator;

    /// <summary>The address to open, under an origin of the portal.</summary>
    public string LinkUnder(Uri origin) => IsOffered ? $"{new Uri(origin, AccountPaths.SignIn)}?{AccountPaths.TokenParameter}={_token}" : origin.ToString();

    /// <summary>Takes the token, once.</summary>
    /// <returns>False where it is wrong, used or too old.</returns>
    public bool TryRedeem(string token)
    {
        var isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(_token)));
        return IsOffered && isRight && time.GetElapsedTime(_madeAt) < Life && Interlocked.Exchange(ref _isUsed, 1) == 0;
    }
}
