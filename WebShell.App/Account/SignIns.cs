using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WebShell.App.Account;

/// <summary>
/// The sign-ins that this server has seen and how they stand. A ticket is good while its sign-in is: not ended, used within the
/// idle limit, younger than the absolute limit. A ticket from before a restart counts from when it is seen again.
/// </summary>
public sealed class SignIns(IOptions<SignInOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SignIn> _known = new();

    /// <summary>A sign-in was ended by its user; the argument is its id. Raised from any thread.</summary>
    public event Action<string>? Ended;

    /// <summary>A request or a circuit of this sign-in did something.</summary>
    /// <returns>False when it is no longer good.</returns>
    public bool Touch(string id, DateTimeOffset startedAt)
    {
        var signIn = _known.GetOrAdd(id, _ =>
        {
            ForgetTheOld();
            return new SignIn(startedAt, time.GetTimestamp());
        });
        if (!IsGood(signIn))
        {
            return false;
        }

        signIn.LastUse = time.GetTimestamp();
        return true;
    }

    /// <summary>Whether a ticket of this sign-in still counts; looking is not using.</summary>
    public bool IsGood(string id) => _known.TryGetValue(id, out var signIn) && IsGood(signIn);

    /// <summary>Its user signed out: from now on its tickets count for nothing.</summary>
    public void End(string id)
    {
        _known.GetOrAdd(id, _ => new SignIn(time.GetUtcNow(), time.GetTimestamp())).HasEnded = true;
        Ended?.Invoke(id);
    }

    private bool IsGood(SignIn signIn) =>
        !signIn.HasEnded
        && time.GetElapsedTime(signIn.LastUse) < options.Value.IdleLimit
        && time.GetUtcNow() - signIn.StartedAt < options.Value.AbsoluteLimit;

    // Once past the absolute limit the cookie itself says no, so the table is bounded by the sign-ins of that time.
    private void ForgetTheOld()
    {
        foreach (var (id, signIn) in _known)
        {
            if (time.GetUtcNow() - signIn.StartedAt >= options.Value.AbsoluteLimit)
            {
                _known.TryRemove(id, out _);
            }
        }
    }

    private sealed class SignIn(DateTimeOffset startedAt, long lastUse)
    {
        private long _lastUse = lastUse;

        public DateTimeOffset StartedAt { get; } = startedAt;

        public long LastUse { get => Volatile.Read(ref _lastUse); set => Volatile.Write(ref _lastUse, value); }

        public bool HasEnded { get; set; }
    }
}
