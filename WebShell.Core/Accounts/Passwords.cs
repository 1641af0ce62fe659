using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Accounts;

/// <summary>
/// Hashes passwords and compares them (PBKDF2 with HMAC-SHA-512 as ASP.NET Core Identity writes it). A comparison takes the same time
/// whether there is anything to compare with or not. Thread-safe singleton.
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>What OWASP asks for of PBKDF2 with SHA-512: about 0.1 s of one core.</summary>
    private const int Iterations = 210_000;

    /// <summary>Each takes a core: those who come later wait their turn, so that a flood of tries does not stop the shells.</summary>
    private const int MostAtOnce = 2;

    private readonly IPasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly Lazy<string> _nobodys;

    public Passwords()
        : this(new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = Iterations })))
    {
    }

    internal Passwords(IPasswordHasher<object> hasher)
    {
        _hasher = hasher;
        _nobodys = new Lazy<string>(() => _hasher.HashPassword(this, Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
    }

    /// <param name="password">Which <see cref="PasswordRules"/> took.</param>
    /// <param name="cancellationToken">Gives up waiting for its turn.</param>
    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(this, Plain(password)), CancellationToken.None);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <param name="hash">Null: there is none, and the answer is no.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="cancellationToken">Gives up waiting for its turn.</param>
    public async Task<bool> IsRightAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () =>
                {
                    var nobodys = _nobodys.Value;
                    var tried = password.Length <= PasswordRules.MaxLength && IsText(password) ? Plain(password) : "";
                    return _hasher.VerifyHashedPassword(this, hash ?? nobodys, tried) != PasswordVerificationResult.Failed && hash is not null && tried.Length > 0;
                },
                CancellationToken.None);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>Whether it is whole characters; half of a pair cannot be compared.</summary>
    internal static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    // The same characters may come composed or not, from another keyboard (NIST SP 800-63B, section 3.1.1.2).
    private static string Plain(string password) => password.Normalize(NormalizationForm.FormKC);
}
