using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Accounts;

/// <summary>The token of a link that lets somebody set a password, once. Shown once; only its hash is kept.</summary>
public static class InvitationLink
{
    /// <summary>How long one is good that an administrator made.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const int TokenBytes = 32;

    public static (string Token, Invitation Kept) Make(DateTimeOffset now, TimeSpan life)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        return (token, new Invitation(Hash(token), now + life));
    }

    /// <summary>Whose token that is, while it is good; null: nobody's.</summary>
    public static Account? OwnerOf(AccountSet now, string token, DateTimeOffset at)
    {
        var hash = Hash(token);
        return now.Accounts.FirstOrDefault(account => !account.IsDisabled && now.MeansOf(account.Id).Invitation is { } kept && kept.Hash == hash && at < kept.EndsAt);
    }

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
