using WebShell.Core.Requests;

namespace WebShell.Tests.Support;

/// <summary>Requests for access in memory; several books on one are several nodes.</summary>
internal sealed class MemoryRequestTable : IRequestTable
{
    private readonly Lock _gate = new();
    private StoredRequests _stored = StoredRequests.None;

    /// <summary>Called before each write, with no lock held.</summary>
    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>Set: nothing can be read or written.</summary>
    public bool IsDown { get; set; }

    public Task<StoredRequests> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Answer());

    public Task<long> ReadEditionAsync(CancellationToken cancellationToken) => Task.FromResult(Answer().Edition);

    public Task<bool> WriteAsync(IReadOnlyCollection<AskedAccess> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken)
    {
        BeforeWrite();
        lock (_gate)
        {
            if (Answer().Edition != edition)
            {
                return Task.FromResult(false);
            }

            _stored = _stored.With(put, removed);
            return Task.FromResult(true);
        }
    }

    private StoredRequests Answer()
    {
        lock (_gate)
        {
            return IsDown ? throw new RequestException("The database is down.") : _stored;
        }
    }
}
