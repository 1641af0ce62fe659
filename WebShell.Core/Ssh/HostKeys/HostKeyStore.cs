using System.Text;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A pinned host key, and when and by whom it was pinned.</summary>
public sealed record PinnedKey(HostKey Key, DateTimeOffset PinnedAt, string PinnedBy);

/// <summary>One entry: the names it is for as the file has them, its key, and whether that key must never be accepted.</summary>
public sealed record HostKeyEntry(string Names, PinnedKey Pin, bool IsRevoked);

/// <summary>What is known of one machine's keys.</summary>
/// <param name="Pinned">Its pins; several types are possible.</param>
/// <param name="Revoked">Keys that must never be accepted from it.</param>
public sealed record KnownKeys(IReadOnlyList<PinnedKey> Pinned, IReadOnlyList<HostKey> Revoked);

/// <summary>
/// The pinned host keys, in one known_hosts file whose names are machines' slugs, so a pin survives a new address and a new name.
/// The file is the truth: it is read again when it was changed, a line that cannot be read stops all use of it,
/// and it is replaced whole. One process writes it.
/// </summary>
public sealed class HostKeyStore(IOptions<SshOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly string _path = options.Value.KnownHostsPath;
    private List<(KnownHostsLine? Entry, string Text)> _lines = [];
    private (DateTime Written, long Length)? _read;

    /// <summary>Keys that machines showed lately and that were refused, for an administrator to decide on.</summary>
    public RefusedHostKeys Refused { get; } = new(time);

    private IEnumerable<KnownHostsLine> Entries => _lines.Select(line => line.Entry).OfType<KnownHostsLine>();

    /// <summary>Every entry, in the file's order.</summary>
    /// <exception cref="InvalidDataException">The file has a line that is not an entry; the message names it.</exception>
    public IReadOnlyList<HostKeyEntry> All()
    {
        lock (_lock)
        {
            Refresh();
            return [.. Entries.Where(entry => entry.Marker != KnownHostsLine.Authority)
                .Select(entry => new HostKeyEntry(entry.Names, entry.ToPin(), entry.Marker == KnownHostsLine.Revoked))];
        }
    }

    /// <summary>The file's text: OpenSSH's known_hosts format, with machines' names.</summary>
    public string Export()
    {
        lock (_lock)
        {
            Refresh();
            return Joined(_lines.Select(line => line.Text));
        }
    }

    /// <exception cref="InvalidDataException">The file has a line that is not an entry; the message names it.</exception>
    public KnownKeys Find(string vmName)
    {
        lock (_lock)
        {
            Refresh();
            return Find(Entries, vmName);
        }
    }

    /// <summary>Adds a pin; one that is there already is left as it is. On return it is on the disk.</summary>
    public void Pin(string vmName, HostKey key, string by)
    {
        lock (_lock)
        {
            Refresh();
            if (Find(Entries, vmName).Pinned.All(pin => pin.Key != key))
            {
                Write(_lines.Select(line => line.Text).Append(KnownHostsLine.Pin(vmName, key, time.GetUtcNow(), by).ToString()));
            }
        }

        Refused.Forget(vmName);
    }

    /// <summary>Takes away all pins of one machine and pins another key for it. On return it is on the disk.</summary>
    /// <exception cref="HostKeyChangeException">A pin stands in a line for several machines; or the key is revoked.</exception>
    public void Replace(string vmName, HostKey key, string by)
    {
        lock (_lock)
        {
            Refresh();
            RequireNotRevoked(vmName, key);
            Write(Without(vmName, _ => true).Append(KnownHostsLine.Pin(vmName, key, time.GetUtcNow(), by).ToString()));
        }

        Refused.Forget(vmName);
    }

    /// <summary>Takes one pin of a machine away; without any the machine is met as for the first time.</summary>
    /// <exception cref="HostKeyChangeException">It stands in a line for several machines.</exception>
    public void Remove(string vmName, HostKey key)
    {
        lock (_lock)
        {
            Refresh();
            Write(Without(vmName, pinned => pinned == key));
        }
    }

    /// <summary>From now on no machine is accepted with this key; pins of it stay, and count no more.</summary>
    public void Revoke(HostKey key, string by)
    {
        lock (_lock)
        {
            Refresh();
            if (!Entries.Any(entry => entry.Marker == KnownHostsLine.Revoked && entry.Key == key && entry.Names == "*"))
            {
                Write(_lines.Select(line => line.Text).Append(KnownHostsLine.Revoke("*", key, time.GetUtcNow(), by).ToString()));
            }
        }
    }

    /// <summary>Writes the changes of an import, all or none.</summary>
    /// <exception cref="HostKeyChangeException">The pins changed since the plan was made so that one of them does not fit any more.</exception>
    public void Apply(HostKeyImportPlan plan, string by)
    {
        lock (_lock)
        {
            Refresh();
            foreach (var row in plan.Changes.Where(row => row.Outcome != HostKeyImportOutcome.Revokes))
            {
                RequireNotRevoked(row.VmName, row.Key!);
                if (Find(Entries, row.VmName).Pinned.Any(pin => pin.Key.Algorithm == row.Key!.Algorithm && pin.Key != row.Key))
                {
                    throw new HostKeyChangeException($"Another key of {row.VmName} has been pinned meanwhile. Look at the import again.");
                }
            }

            var now = time.GetUtcNow();
            Write(_lines.Select(line => line.Text).Concat(plan.Changes.Select(row => (row.Outcome == HostKeyImportOutcome.Revokes
                ? KnownHostsLine.Revoke(row.VmName, row.Key!, now, by)
                : KnownHostsLine.Pin(row.VmName, row.Key!, now, by)).ToString())));
        }
    }

    private static KnownKeys Find(IEnumerable<KnownHostsLine> entries, string vmName)
    {
        var covering = entries.Where(entry => entry.Covers(vmName)).ToArray();
        return new KnownKeys(
            [.. covering.Where(entry => entry.Marker.Length == 0).Select(entry => entry.ToPin())],
            [.. covering.Where(entry => entry.Marker == KnownHostsLine.Revoked).Select(entry => entry.Key)]);
    }

    private void RequireNotRevoked(string vmName, HostKey key)
    {
        if (Find(Entries, vmName).Revoked.Contains(key))
        {
            throw new HostKeyChangeException($"{key} is revoked and cannot be pinned for {vmName}.");
        }
    }

    private List<string> Without(string vmName, Func<HostKey, bool> goes)
    {
        var kept = new List<string>(_lines.Count);
        foreach (var (entry, text) in _lines)
        {
            if (entry is not { Marker: "" } || !goes(entry.Key) || !entry.Covers(vmName))
            {
                kept.Add(text);
            }
            else if (!entry.IsFor(vmName))
            {
                throw new HostKeyChangeException($"The key of {vmName} is pinned by a line for several machines ({entry.Names}). Change that line in the known_hosts file itself.");
            }
        }

        return kept;
    }

    private void Refresh()
    {
        var file = new FileInfo(_path);
        (DateTime, long)? state = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        if (state is not null && state == _read)
        {
            return;
        }

        _lines = state is null ? [] : Parse(File.ReadAllLines(_path));
        _read = state;
    }

    private List<(KnownHostsLine? Entry, string Text)> Parse(string[] lines)
    {
        var parsed = new List<(KnownHostsLine?, string)>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                parsed.Add((KnownHostsLine.Parse(lines[i]), lines[i]));
            }
            catch (FormatException e)
            {
                throw new InvalidDataException($"{_path}, line {i + 1}: {e.Message}.", e);
            }
        }

        return parsed;
    }

    private static string Joined(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    // Written beside, flushed to the disk, then renamed: a crash leaves the old file or the new one, never half of one.
    private void Write(IEnumerable<string> lines)
    {
        var text = Joined(lines);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var beside = $"{_path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
        _read = null;
    }
}
