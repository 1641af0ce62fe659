using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Accounts;

/// <summary>Codes of six digits that an authenticator app shows for 30 s each (RFC 6238 with HMAC-SHA-1, which is what the apps know).</summary>
public static class AuthenticatorCode
{
    public const int Digits = 6;
    public const int KeyBytes = 20;

    /// <summary>How long a code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>Clocks differ, and people type slowly: the code before and the one after count too.</summary>
    private const int StepsApart = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step whose code that is; null: the code is wrong, or of a step that is not after <paramref name="lastStep"/>.</summary>
    public static long? StepOf(string code, ReadOnlySpan<byte> key, DateTimeOffset now, long lastStep)
    {
        var typed = Encoding.UTF8.GetBytes(new string([.. code.Where(char.IsAsciiDigit)]));
        var current = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
        long? found = null;
        for (var step = current - StepsApart; step <= current + StepsApart; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(At(step, key))) && step > lastStep)
            {
                found ??= step;
            }
        }

        return found;
    }

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238: HMAC-SHA-1 is what authenticator apps know; as a MAC it is not broken.")]
    public static string At(long step, ReadOnlySpan<byte> key)
    {
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, moment, hash);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The key as apps take it by hand.</summary>
    public static string Text(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var part in key)
        {
            (bits, count) = ((bits << 8) | part, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Base32[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>The address that apps read from the picture.</summary>
    public static string Address(ReadOnlySpan<byte> key, string account, string portal) =>
        $"otpauth://totp/{Uri.EscapeDataString(portal)}:{Uri.EscapeDataString(account)}?secret={Text(key)}&issuer={Uri.EscapeDataString(portal)}&digits={Digits}&period=30";
}
