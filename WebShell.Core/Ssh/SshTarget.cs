using System.Net;
using System.Text.RegularExpressions;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>A machine and login whose spelling has been checked; the only way to one is <see cref="Parse"/>.</summary>
public sealed partial record SshTarget
{
    private const int MaxHostLength = 253;

    private SshTarget()
    {
    }

    public required string VmName { get; init; }

    /// <summary>What its host-key pins go by.</summary>
    public required string VmSlug { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Login { get; init; }

    public required bool AllowLoopback { get; init; }

    /// <summary>What happens when no key is pinned for it yet.</summary>
    public required HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>SHA-1 and CBC may be agreed on when there is nothing newer.</summary>
    public required bool AllowsLegacyAlgorithms { get; init; }

    /// <summary>Who asked, by name.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who asked, stable and unique.</summary>
    public required string RequesterId { get; init; }

    /// <summary>The session it is for.</summary>
    public required string SessionId { get; init; }

    /// <summary>Host and port as people write them, an IPv6 address in brackets.</summary>
    public string Address => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>The host as an address, when it is spelled as one.</summary>
    public IPAddress? Literal { get; private init; }

    /// <exception cref="ShellException">A part is not what it must be (<see cref="ShellFailureReason.InvalidTarget"/>).</exception>
    public static SshTarget Parse(ShellRequest request)
    {
        if (new[] { request.VmName, request.VmSlug }.Any(name => !HostName().IsMatch(name) || name.Length > MaxHostLength))
        {
            throw Invalid("The machine's name is not a host name (RFC 1123).");
        }

        var literal = ParseLiteral(request.Host);
        if (literal is null && !IsHostName(request.Host))
        {
            throw Invalid($"The address of {request.VmName} is neither an IP address nor a host name (RFC 1123).");
        }

        if (request.Port is < 1 or > 65535)
        {
            throw Invalid($"The port {request.Port} of {request.VmName} is not within 1–65535.");
        }

        if (!LoginName().IsMatch(request.Login))
        {
            throw Invalid($"The login for {request.VmName} has characters that are not allowed: letters, digits and _ . @ - (at most 64).");
        }

        if (!TerminalType().IsMatch(request.TerminalType))
        {
            throw Invalid("The terminal type is not one (letters, digits and + - . _).");
        }

        return new SshTarget
        {
            VmName = request.VmName,
            VmSlug = request.VmSlug,
            Host = request.Host,
            Port = request.Port,
            Login = request.Login,
            AllowLoopback = request.AllowLoopback,
            HostKeyPolicy = request.HostKeyPolicy,
            AllowsLegacyAlgorithms = request.AllowsLegacyAlgorithms,
            RequestedBy = request.RequestedBy,
            RequesterId = request.RequesterId,
            SessionId = request.SessionId,
            Literal = literal,
        };
    }

    /// <summary>Only the canonical spellings: not <c>127.1</c>, <c>0x7f000001</c> or <c>2130706433</c>, and no IPv6 zone.</summary>
    private static IPAddress? ParseLiteral(string host) =>
        IPAddress.TryParse(host, out var address) && (host.Contains(':') ? !host.Contains('%') && !host.Contains('[') : address.ToString() == host)
            ? address
            : null;

    // A name whose last label is a number is an address in disguise (RFC 3696, 2).
    private static bool IsHostName(string host) =>
        host.Length <= MaxHostLength && HostName().IsMatch(host) && !NumericEnd().IsMatch(host);

    private static ShellException Invalid(string message) =>
        new(ShellFailureReason.InvalidTarget, message + " Ask an administrator to correct the entry.");

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"(^|\.)(0[xX][0-9A-Fa-f]*|[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumericEnd();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}\$?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LoginName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalType();
}
