using System.Diagnostics.CodeAnalysis;

namespace WebShell.Core.Personal;

/// <summary>One person's page in the <see cref="PersonalBook"/>, shared by all circuits of that person; gone with the last of them.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nobody takes the semaphore's wait handle, and somebody may still wait for it when the last page goes.")]
internal sealed class PersonalPage(string ownerId)
{
    // One reading or change at a time, so that memory follows the store.
    private readonly SemaphoreSlim _changing = new(1);
    private volatile PersonalState? _state;

    public string OwnerId => ownerId;

    /// <summary>How many hold it; the book's own to change, under its lock.</summary>
    public int Readers { get; set; }

    /// <summary>Null until it was read.</summary>
    public PersonalState? State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>When it was read, as a timestamp.</summary>
    public long ReadAt { get; set; }

    /// <summary>It changed; from any thread.</summary>
    public event Action? Changed;

    public void RaiseChanged() => Changed?.Invoke();

    public async ValueTask<Turn> LockAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        return new Turn(_changing);
    }

    public readonly struct Turn(SemaphoreSlim changing) : IDisposable
    {
        public void Dispose() => changing.Release();
    }
}
