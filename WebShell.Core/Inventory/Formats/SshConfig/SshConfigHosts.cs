namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>Makes machines of the names in a configuration: each value is the first one of the blocks that match.</summary>
/// <remarks>
/// Several names of one Host line with the same HostName are one machine, the first; the others are its aliases. A ProxyJump of several
/// machines is told to each of them: the last is the machine's jump, the one before is the last one's, unless its own entry says otherwise.
/// </remarks>
internal sealed class SshConfigHosts(IReadOnlyList<HostBlock> blocks, IReadOnlyList<string> defaultLogins, ListingBuilder listing, CancellationToken cancellationToken)
{
    private readonly MatchBudget _budget = new();
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SshHost> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SshHost> _order = [];

    // Most blocks name their machines: only the others have to be tried for each of them.
    private readonly Dictionary<string, List<int>> _literal = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<int> _general = [];

    public void List()
    {
        Index();
        CollectNames();
        foreach (var host in _order.ToArray())
        {
            FollowJumps(host);
        }

        foreach (var host in _order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            listing.Add(Machine(host), host.Mistakes);
        }
    }

    private void Index()
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Values.Count == 0)
            {
                continue;
            }

            if (!blocks[i].IsLiteral)
            {
                _general.Add(i);
                continue;
            }

            foreach (var name in blocks[i].Patterns)
            {
                (_literal.TryGetValue(name, out var list) ? list : _literal[name] = []).Add(i);
            }
        }
    }

    private void CollectNames()
    {
        foreach (var block in blocks)
        {
            SshHost? first = null;
            foreach (var name in block.Names.Where(name => block.Matches(name, _budget)))
            {
                if (_hosts.ContainsKey(name) || _aliases.ContainsKey(name))
                {
                    continue;
                }

                var host = Resolve(name, block.Place);
                if (first is { HasOwnAddress: true } && host.HasOwnAddress && first.Address == host.Address)
                {
                    _aliases[name] = first.Name;
                    listing.Ignore($"{ShownText.Of(name)}, another name of {ShownText.Of(first.Name)} ({block.Place})");
                    continue;
                }

                Add(host);
                first ??= host;
            }
        }
    }

    private SshHost Resolve(string name, string place)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = new Dictionary<string, SshValue>();
        foreach (var i in Merged(_literal.GetValueOrDefault(name) ?? [], _general))
        {
            if (blocks[i].Matches(name, _budget))
            {
                foreach (var (keyword, value) in blocks[i].Values)
                {
                    _ = values.TryAdd(keyword, value);
                }
            }
        }

        return new SshHost(name, place, values);
    }

    // Both are in the order of the file, and so is what comes out.
    private static IEnumerable<int> Merged(List<int> one, List<int> other)
    {
        for (int i = 0, j = 0; i < one.Count || j < other.Count;)
        {
            yield return j == other.Count || (i < one.Count && one[i] < other[j]) ? one[i++] : other[j++];
        }
    }

    private void Add(SshHost host)
    {
        if (_order.Count >= ListingBuilder.MaxMachines)
        {
            throw new InventoryException($"There are more than {ListingBuilder.MaxMachines} machines in it.");
        }

        _hosts[host.Name] = host;
        _order.Add(host);
    }

    private void FollowJumps(SshHost host)
    {
        SshHost? before = null;
        foreach (var hop in host.JumpHops())
        {
            var jump = HopHost(hop, host);
            if (before is not null)
            {
                jump.JumpThrough(before.Name, listing);
            }

            before = jump;
        }

        if (before is not null && before != host)
        {
            host.Jump = before.Name;
        }
        else if (before == host)
        {
            // Host * with a ProxyJump meets the jump itself, too.
            listing.Ignore($"ProxyJump of {ShownText.Of(host.Name)} through itself ({host.JumpPlace})");
        }
    }

    private SshHost HopHost(JumpHop hop, SshHost from)
    {
        var name = _aliases.GetValueOrDefault(hop.Host, hop.Host);
        if (!_hosts.TryGetValue(name, out var jump))
        {
            jump = Resolve(name, $"{from.JumpPlace} (ProxyJump)");
            // What the address means on the way is told by the one who jumps, not by a pattern that meets everything.
            jump.IsOnlyAJump = true;
            Add(jump);
        }

        jump.ReachedAs(hop, from, listing);
        return jump;
    }

    private ListedMachine Machine(SshHost host) => new()
    {
        Name = host.Name,
        Place = host.Place,
        Address = host.Address,
        Port = host.Port,
        Logins = host.Login is { } login ? [login] : defaultLogins.Count > 0 ? defaultLogins : null,
        Jumps = host.Jump is { } jump ? [jump] : null,
    };
}
