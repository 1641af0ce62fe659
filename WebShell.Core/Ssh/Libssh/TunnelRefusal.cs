using System.Text.RegularExpressions;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Why a jump host made no connection, from its answer: the reason code (RFC 4254, 5.1) and its own words, which say most and are
/// compared with those that SSH servers take from the system; what is unknown stays "cannot be reached".
/// </summary>
internal static partial class TunnelRefusal
{
    private const int AdministrativelyProhibited = 1, ConnectFailed = 2, UnknownChannelType = 3, ResourceShortage = 4;
    private const int MaxWords = 120;

    public static ShellException Of(SshTarget jump, SshTarget next, string error)
    {
        var cause = new InvalidOperationException($"libssh: {error}");
        var answer = Answer().Match(error);
        if (!answer.Success)
        {
            return new(
                new ShellFailure(ShellFailureReason.ConnectionLost, $"{jump.VmName} closed the connection when it was asked for {next.VmName}. Try again; if it stays, look into its SSH server's log.") { Hop = jump.VmName },
                cause);
        }

        var words = string.Concat(answer.Groups["words"].Value.Where(c => c is >= ' ' and <= '~').Take(MaxWords)).Trim();
        return new(Judge(jump, next, int.Parse(answer.Groups["code"].ValueSpan), words) with { Address = next.Address }, cause);
    }

    /// <summary>Whatever the next machine's own session says: it was a machine on the way that went away.</summary>
    public static ShellException Lost(ShellEnd end, Exception cause) => new(
        new ShellFailure(
            ShellFailureReason.ConnectionLost,
            $"The connection to {end.Hop} was lost: {(end.Reason == ShellEndReason.KeepaliveTimeout ? "it stopped answering" : "it closed it, or the network did")}. Try again; if it stays, look into its SSH server's log.")
        { Hop = end.Hop },
        cause);

    private static ShellFailure Judge(SshTarget jump, SshTarget next, int code, string words) => code switch
    {
        AdministrativelyProhibited or UnknownChannelType => new ShellFailure(
            ShellFailureReason.JumpRefused,
            $"{jump.VmName} does not pass connections on to {next.VmName} at {next.Address}. Its SSH server forbids it (AllowTcpForwarding, PermitOpen, or a limit of the key): ask its administrator.")
        { Hop = jump.VmName },
        ResourceShortage => new ShellFailure(
            ShellFailureReason.LimitReached, $"{jump.VmName} has no room for another connection. Try again in a few seconds.")
        { Hop = jump.VmName, IsPassing = true },
        ConnectFailed when words.Contains("refused", StringComparison.OrdinalIgnoreCase) => new ShellFailure(
            ShellFailureReason.ConnectionRefused,
            $"{next.VmName} refused the connection of {jump.VmName}: nothing listens at {next.Address}. Check that its SSH server runs and that the port is right.")
        { IsPassing = true },
        ConnectFailed when words.Contains("timed out", StringComparison.OrdinalIgnoreCase) => new ShellFailure(
            ShellFailureReason.ConnectTimeout,
            $"{next.VmName} did not answer {jump.VmName} at {next.Address}. Check that it is up and that no firewall is between the two.")
        { IsPassing = true },
        ConnectFailed when UnknownName().IsMatch(words) => new ShellFailure(
            ShellFailureReason.NameNotResolved,
            $"{jump.VmName} does not know the host name {next.Host} of {next.VmName}: it is looked up there. Check the machine's entry and the name servers of {jump.VmName}."),
        _ => new ShellFailure(
            ShellFailureReason.Unreachable,
            $"{jump.VmName} cannot reach {next.VmName} at {next.Address}{(words.Length > 0 ? $" (it says: {words})" : "")}. Check that it is up, and the network between the two.")
        { IsPassing = true },
    };

    [GeneratedRegex(@"Channel opening failure: channel \d+ error \((?<code>\d{1,9})\) (?<words>.*)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Answer();

    // getaddrinfo's words in glibc, musl and the BSDs.
    [GeneratedRegex("not known|unknown host|no address associated|name resolution|does not resolve|nodename nor servname", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnknownName();
}
