using System.Collections.Concurrent;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>Those who gave the right password and still owe the code. Each is good for 5 minutes; its id is unguessable and worth nothing without the code. Thread-safe singleton.</summary>
internal sealed class HalfSignIns(AccountBook book, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>At once; above it the oldest go.</summary>
    private const int MaxCount = 10_000;

    private readonly ConcurrentDictionary<string, (string AccountId, string Stamp, long Since)> _known = new();

    /// <returns>The id to come back with.</returns>
    public string Begin(Core.Accounts.Account account)
    {
        if (_known.Count >= MaxCount)
        {
            foreach (var old in _known.OrderBy(half => half.Value.Since).Take(MaxCount / 2).ToArray())
            {
                _known.TryRemove(old.Key, out _);
            }
        }

        var id = SignIns.NewId();
        _known[id] = (account.Id, account.Stamp, time.GetTimestamp());
        return id;
    }

    /// <summary>Whose it is, while it is good and the account is as it was; null: nobody's.</summary>
    public Core.Accounts.Account? Find(string id) =>
        _known.TryGetValue(id, out var half) && time.GetElapsedTime(half.Since) < Life
        && book.Now.Find(half.AccountId) is { IsDisabled: false } account && account.Stamp == half.Stamp
            ? account
            : null;

    public void End(string id) => _known.TryRemove(id, out _);
}
