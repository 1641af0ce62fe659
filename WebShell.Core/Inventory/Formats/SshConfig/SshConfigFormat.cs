using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>
/// OpenSSH's client configuration (ssh_config(5)): the hosts that it names without wildcards are machines, everything else in it are
/// their defaults, and of several values the first one counts.
/// </summary>
internal sealed partial class SshConfigFormat : IListingFormat
{
    public string Name => "ssh_config";

    public bool Recognises(string fileName, string head) => HostOrMatch().IsMatch(head) && !Section().IsMatch(head);

    public Listing Read(ListingText text, CancellationToken cancellationToken)
    {
        var listing = new ListingBuilder(cancellationToken);
        var ignored = new IgnoredWords();
        var blocks = new SshConfigParser(text, ignored, cancellationToken).Parse();
        new SshConfigHosts(blocks, text.DefaultLogins, listing, cancellationToken).List();
        ignored.Report(listing);
        return listing.Build(Name);
    }

    [GeneratedRegex(@"^[ \t]*(Host|Match|Include)(?:[ \t]*=[ \t]*|[ \t]+)\S", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex HostOrMatch();

    // An Ansible inventory may have a machine called host.
    [GeneratedRegex(@"^\[[^\]]+\]\s*$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
