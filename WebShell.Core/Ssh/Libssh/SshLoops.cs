using Microsoft.Extensions.Logging;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>The few loops of this process, started with the first session; a new session goes to the one that has fewest.</summary>
internal sealed class SshLoops(int count, ILogger logger) : IDisposable
{
    private readonly Lock _lock = new();
    private SshLoop[] _loops = [];
    private bool _disposed;

    public SshLoop Choose()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_loops.Length == 0)
            {
                _loops = [.. Enumerable.Range(1, count).Select(i => new SshLoop($"ssh loop {i}", logger))];
            }

            var loop = _loops.MinBy(l => l.Load)!;
            loop.CountSession(+1);
            return loop;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var loop in _loops)
            {
                loop.Dispose();
            }
        }
    }
}
