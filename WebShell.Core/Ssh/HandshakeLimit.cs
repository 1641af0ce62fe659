using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// Bounds how many connections are on their way to being signed in, per machine and altogether (sshd's MaxStartups would else
/// refuse the portal's one address for everybody). Who comes late waits for at most <see cref="SshOptions.ConnectTimeout"/>.
/// </summary>
internal sealed class HandshakeLimit(IOptions<SshOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slots> _vms = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _node = new(options.Value.HandshakesPerNode);

    /// <summary>Waits for a place; dispose the result to give it back.</summary>
    /// <exception cref="ShellException">None became free in time (<see cref="ShellFailureReason.LimitReached"/>).</exception>
    public async Task<IDisposable> EnterAsync(string vmName, CancellationToken cancellationToken)
    {
        var place = new Place(this, vmName, Join(vmName));
        try
        {
            await place.EnterAsync(cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose() => _node.Dispose();

    private Slots Join(string vmName)
    {
        lock (_lock)
        {
            if (!_vms.TryGetValue(vmName, out var slots))
            {
                _vms.Add(vmName, slots = new Slots(options.Value.HandshakesPerVm));
            }

            slots.Users++;
            return slots;
        }
    }

    private void Leave(string vmName, Slots slots)
    {
        lock (_lock)
        {
            if (--slots.Users == 0)
            {
                _vms.Remove(vmName);
                slots.Semaphore.Dispose();
            }
        }
    }

    private sealed class Slots(int count)
    {
        public SemaphoreSlim Semaphore { get; } = new(count);

        public int Users { get; set; }
    }

    private sealed class Place(HandshakeLimit owner, string vmName, Slots slots) : IDisposable
    {
        private bool _holdsVm;
        private bool _holdsNode;
        private bool _disposed;

        public async Task EnterAsync(CancellationToken cancellationToken)
        {
            _holdsVm = await slots.Semaphore.WaitAsync(owner.Patience, cancellationToken);
            _holdsNode = _holdsVm && await owner._node.WaitAsync(owner.Patience, cancellationToken);
            if (!_holdsNode)
            {
                var where = _holdsVm ? "by the portal" : $"to {vmName}";
                var failure = new ShellFailure(ShellFailureReason.LimitReached, $"Too many connections are being opened {where} at this moment. Try again in a few seconds.");
                throw new ShellException(failure with { IsPassing = true });
            }
        }

        public void Dispose()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_holdsNode)
            {
                owner._node.Release();
            }

            if (_holdsVm)
            {
                slots.Semaphore.Release();
            }

            owner.Leave(vmName, slots);
        }
    }

    private TimeSpan Patience => options.Value.ConnectTimeout;
}
