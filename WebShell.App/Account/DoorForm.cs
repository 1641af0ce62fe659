using Microsoft.AspNetCore.Antiforgery;

namespace WebShell.App.Account;

/// <summary>What a form of a page at the door carries, and what came back with it. A form that came without its antiforgery token is none.</summary>
/// <param name="field">The token's field.</param>
/// <param name="token">The token.</param>
public sealed class DoorForm(string field, string token)
{
    /// <summary>Longer than anything that is typed here and than a passkey's answer; what is longer is cut, and wrong.</summary>
    private const int MaxLength = 16_000;

    public string Field { get; } = field;

    public string Token { get; } = token;

    internal static DoorForm For(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return new DoorForm(tokens.FormFieldName, tokens.RequestToken!);
    }

    /// <summary>The fields that were sent; null: not from a form of ours, or from one that is too old.</summary>
    internal static async Task<Func<string, string>?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            return null;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return name => form[name] is [{ } value] ? value[..Math.Min(value.Length, MaxLength)] : "";
    }
}
