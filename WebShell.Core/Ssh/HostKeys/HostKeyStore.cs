using System.Text;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A pinned host key, and when and by whom it was pinned.</summary>
public sealed record PinnedKey(HostKey Key, DateTimeOffset PinnedAt, string PinnedBy);

/// <summary>What is known of one machine's keys.</summary>
/// <param name="Pinned">Its pins; several types are possible.</param>
/// <param name="Revoked">Keys that must never be accepted from it.</param>
public sealed record KnownKeys(IReadOnlyList<PinnedKey> Pinned, IReadOnlyList<HostKey> Revoked);

/// <summary>
/// The pinned host keys, in one known_hosts file whose names are machines' names, so a pin survives a new address.
/// The file is the truth: it is read again when it was changed, a line that cannot be read stops all use of it,
/// and it is replaced whole. One process writes it.
/// </summary>
public sealed class HostKeyStore(IOptions<SshOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly string _path = options.Value.KnownHostsPath;
    private IReadOnlyList<KnownHostsLine> _entries = [];
    private (DateTime Written, long Length)? _read;

    /// <exception cref="InvalidDataException">The file has a line that is not an entry; the message names it.</exception>
    public KnownKeys Find(string vmName)
    {
        lock (_lock)
        {
            Refresh();
            var covering = _entries.Where(entry => entry.Covers(vmName)).ToArray();
            return new KnownKeys(
                [.. covering.Where(entry => entry.Marker.Length == 0).Select(entry => entry.ToPin())],
                [.. covering.Where(entry => entry.Marker == KnownHostsLine.Revoked).Select(entry => entry.Key)]);
        }
    }

    /// <summary>Adds a pin; one that is there already is left as it is. On return it is on the disk.</summary>
    public void Pin(string vmName, HostKey key, string by)
    {
        lock (_lock)
        {
            Refresh();
            if (_entries.Any(entry => entry.Marker.Length == 0 && entry.Key == key && entry.Covers(vmName)))
            {
                return;
            }

            var text = File.Exists(_path) ? File.ReadAllText(_path) : "";
            var separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
            Replace($"{text}{separator}{KnownHostsLine.Pin(vmName, key, time.GetUtcNow(), by)}\n");
            _read = null;
        }
    }

    private void Refresh()
    {
        var file = new FileInfo(_path);
        (DateTime, long)? state = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        if (state is not null && state == _read)
        {
            return;
        }

        _entries = state is null ? [] : Parse(File.ReadAllLines(_path));
        _read = state;
    }

    private List<KnownHostsLine> Parse(string[] lines)
    {
        var entries = new List<KnownHostsLine>();
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                if (KnownHostsLine.Parse(lines[i]) is { } entry)
                {
                    entries.Add(entry);
                }
            }
            catch (FormatException e)
            {
                throw new InvalidDataException($"{_path}, line {i + 1}: {e.Message}.", e);
            }
        }

        return entries;
    }

    // Written beside, flushed to the disk, then renamed: a crash leaves the old file or the new one, never half of one.
    private void Replace(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var beside = $"{_path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }
}
