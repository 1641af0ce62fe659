using System.Text;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.App.Notes;

/// <summary>Which addresses of notes become links: whole ones with http, https or mailto and no user name that could pass for a host.</summary>
internal static class NoteAddress
{
    /// <summary>As it goes into the page; null: it is no link.</summary>
    public static string? Of(string? url) =>
        url is { Length: > 0 and <= VmValidation.MaxUrlLength } && url.EnumerateRunes().All(rune => VisibleCharacter.Is(rune) && !Rune.IsWhiteSpace(rune))
        && Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsMeant(uri) ? uri.AbsoluteUri : null;

    private static bool IsMeant(Uri uri) => uri.Scheme == Uri.UriSchemeMailto || (uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0);
}
