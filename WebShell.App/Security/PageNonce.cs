using System.Security.Cryptography;

namespace WebShell.App.Security;

/// <summary>The nonce that allows a page's one inline script, the import map; made when the page asks for it, new for every response.</summary>
public static class PageNonce
{
    private static readonly object Key = new();

    /// <summary>The nonce of this response.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items[Key] is not string nonce)
        {
            nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Items[Key] = nonce;
        }

        return nonce;
    }

    /// <summary>The nonce if the page asked for one.</summary>
    internal static string? Used(HttpContext context) => context.Items[Key] as string;
}
