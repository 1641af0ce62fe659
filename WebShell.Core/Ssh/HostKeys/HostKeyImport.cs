namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A machine that an imported line may be for.</summary>
/// <param name="VmName">What its pins go by.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Port">Its SSH port.</param>
public sealed record HostKeyImportTarget(string VmName, string Address, int Port)
{
    /// <summary>Further names that a line may have for it.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    // As ssh writes them (sshd(8)): the port only where it is not 22. A machine's name always counts: an export has it so.
    internal IEnumerable<string> Names =>
        Port == 22 ? [VmName, .. OtherNames, Address] : [VmName, .. OtherNames, .. OtherNames.Append(VmName).Select(name => $"[{name}]:{Port}"), $"[{Address}]:{Port}"];
}

/// <summary>Reads a known_hosts file (sshd(8)) and says line by line what importing it would do. Pinned keys are never replaced by it.</summary>
public sealed class HostKeyImport
{
    /// <summary>The largest file taken, in characters.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const int MinRsaBits = 2048;

    private readonly List<HostKeyImportRow> _rows = [];
    private readonly List<(string Name, string VmName)> _names;
    private readonly ILookup<string, string> _vmsByName;
    private readonly Func<string, KnownKeys> _find;
    private readonly Dictionary<(string Vm, string Algorithm), (HostKey Key, int Line)> _planned = [];

    private HostKeyImport(IEnumerable<HostKeyImportTarget> machines, Func<string, KnownKeys> find)
    {
        _names = [.. machines.SelectMany(vm => vm.Names, (vm, name) => (name, vm.VmName)).Distinct()];
        _vmsByName = _names.ToLookup(pair => pair.Name, pair => pair.VmName, StringComparer.OrdinalIgnoreCase);
        _find = find;
    }

    /// <summary>The plan. Hashed names are tried for every machine, which takes about a microsecond for a line and machine.</summary>
    /// <param name="text">The file.</param>
    /// <param name="machines">The inventory.</param>
    /// <param name="store">What is pinned.</param>
    /// <param name="progress">Told of the lines that are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The text is longer than <see cref="MaxLength"/>.</exception>
    public static HostKeyImportPlan Plan(
        string text, IEnumerable<HostKeyImportTarget> machines, HostKeyStore store, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException("The file is larger than 4 MiB. Split it.");
        }

        var import = new HostKeyImport(machines, store.Find);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            import.Add(i + 1, lines[i]);
            progress?.Report(i + 1);
        }

        return new HostKeyImportPlan(import._rows);
    }

    private void Add(int line, string text)
    {
        try
        {
            if (KnownHostsLine.Parse(text) is { } entry)
            {
                Add(line, entry);
            }
        }
        catch (FormatException e)
        {
            _rows.Add(new(line, "", null, HostKeyImportOutcome.Malformed, $"Not an entry: {e.Message}."));
        }
    }

    private void Add(int line, KnownHostsLine entry)
    {
        if (entry.Marker == KnownHostsLine.Authority)
        {
            Say(HostKeyImportOutcome.NotSupported, "", "Certificate authorities for host keys are not supported: pin the keys themselves.");
        }
        else if (entry.Marker.Length == 0 && entry.Key.RsaBits() < MinRsaBits)
        {
            Say(HostKeyImportOutcome.NotSupported, "", $"An RSA key of {entry.Key.RsaBits()} bits is too weak; {MinRsaBits} are needed.");
        }
        else if (entry is { Marker: KnownHostsLine.Revoked, HasPattern: true })
        {
            // Whom else it is for does not matter: it is refused.
            Revoke(entry.Names);
        }
        else
        {
            var machines = MachinesOf(entry);
            if (machines.Count == 0)
            {
                Say(HostKeyImportOutcome.NoMachine, "", entry.IsHashed ? "No machine of the inventory has this hashed name." : "No machine of the inventory has this name or address.");
            }

            foreach (var vm in machines)
            {
                if (entry.Marker == KnownHostsLine.Revoked)
                {
                    Revoke(vm);
                }
                else
                {
                    Pin(vm);
                }
            }
        }

        void Say(HostKeyImportOutcome outcome, string vm, string explanation) => _rows.Add(new(line, vm, entry.Key, outcome, explanation));

        void Revoke(string names)
        {
            if (!entry.HasPattern && _find(names).Revoked.Contains(entry.Key))
            {
                Say(HostKeyImportOutcome.Known, names, "Revoked already.");
            }
            else
            {
                Say(HostKeyImportOutcome.Revokes, names, "Will be refused from now on.");
            }
        }

        void Pin(string vm)
        {
            var known = _find(vm);
            var same = known.Pinned.FirstOrDefault(pin => pin.Key.Algorithm == entry.Key.Algorithm);
            if (known.Revoked.Contains(entry.Key))
            {
                Say(HostKeyImportOutcome.Conflicts, vm, "This key is revoked.");
            }
            else if (same is not null)
            {
                var isKnown = known.Pinned.Any(pin => pin.Key == entry.Key);
                Say(isKnown ? HostKeyImportOutcome.Known : HostKeyImportOutcome.Conflicts, vm, isKnown ? "Pinned already." : $"Another key of this type is pinned ({same.Key.Fingerprint}). Replace it on its own, if it is meant.");
            }
            else if (!_planned.TryAdd((vm.ToUpperInvariant(), entry.Key.Algorithm), (entry.Key, line)))
            {
                var (key, first) = _planned[(vm.ToUpperInvariant(), entry.Key.Algorithm)];
                Say(key == entry.Key ? HostKeyImportOutcome.Known : HostKeyImportOutcome.Conflicts, vm, key == entry.Key ? $"The same as line {first}." : $"Line {first} has another key of this type for it.");
            }
            else
            {
                Say(HostKeyImportOutcome.Pins, vm, known.Pinned.Count == 0 ? "The machine’s first key." : "A key of a further type.");
            }
        }
    }

    private List<string> MachinesOf(KnownHostsLine entry) =>
    [
        .. (entry.IsHashed || entry.HasPattern
            ? _names.Where(pair => entry.Covers(pair.Name)).Select(pair => pair.VmName)
            : entry.Names.Split(',').SelectMany(name => _vmsByName[name])).Distinct(),
    ];
}
