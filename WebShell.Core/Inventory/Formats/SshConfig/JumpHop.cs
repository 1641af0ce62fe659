using System.Globalization;

namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>One machine of a ProxyJump: <c>[user@]host[:port]</c> or <c>ssh://[user@]host[:port]</c>, an IPv6 address in brackets.</summary>
internal sealed record JumpHop(string Host, string? Login, int? Port)
{
    /// <summary>The way, the first to be dialled first; empty for <c>none</c>; null where it cannot be read.</summary>
    public static IReadOnlyList<JumpHop>? TryReadAll(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        JumpHop[] hops = [.. parts.Select(TryRead).OfType<JumpHop>()];
        return hops.Length == parts.Length && hops.Length <= JumpRoute.MaxHops ? hops : null;
    }

    private static JumpHop? TryRead(string text)
    {
        text = text.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase) ? text[6..].TrimEnd('/') : text;
        var at = text.LastIndexOf('@');
        var (login, host) = at < 0 ? (null, text) : (text[..at], text[(at + 1)..]);
        int? port = null;
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && (host.StartsWith('[') ? host[colon - 1] == ']' : host.IndexOf(':') == colon))
        {
            if (!int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || VmValidation.Port(number) is not null)
            {
                return null;
            }

            (port, host) = (number, host[..colon]);
        }

        host = host.Trim('[', ']');
        return host.Length == 0 || login?.Length == 0 ? null : new JumpHop(host, login, port);
    }
}
