using WebShell.Core.Credentials.Shared;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>The pins by machine for many machines at once: the file is looked through once. Lines for patterns of names, written by hand, are asked one by one.</summary>
internal sealed class PinnedPrints(HostKeyStore store) : IPinnedPrints
{
    public Func<string, IReadOnlyList<string>> Read()
    {
        var entries = store.All();
        var byName = entries.Where(entry => !entry.IsRevoked)
            .SelectMany(entry => entry.Names.Split(',').Select(name => (Name: name, entry.Pin.Key.Fingerprint)))
            .ToLookup(pin => pin.Name, pin => pin.Fingerprint, StringComparer.OrdinalIgnoreCase);
        var hasPatterns = entries.Any(entry => entry.Names.AsSpan().IndexOfAny("*?|!") >= 0);
        return slug => byName.Contains(slug) || !hasPatterns ? [.. byName[slug].Distinct()] : [.. store.Find(slug).Pinned.Select(pin => pin.Key.Fingerprint)];
    }
}
