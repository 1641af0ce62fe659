using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>
/// The sign-ins that this server has seen and how they stand. A ticket is good while its sign-in is: not ended, used within the
/// idle limit, younger than the absolute limit, and of an account that is enabled and whose stamp is still that of the ticket.
/// A ticket from before a restart counts from when it is seen again.
/// </summary>
public sealed class SignIns : IDisposable
{
    private const int IdBytes = 16;

    /// <summary>What is kept of what a browser says of itself.</summary>
    private const int MaxBrowserLength = 200;

    private readonly ConcurrentDictionary<string, SignIn> _known = new();
    private readonly IOptions<SignInOptions> _options;
    private readonly AccountBook _book;
    private readonly TimeProvider _time;

    public SignIns(IOptions<SignInOptions> options, AccountBook book, TimeProvider time)
    {
        (_options, _book, _time) = (options, book, time);
        _book.Changed += EndWhatCountsNoMore;
    }

    /// <summary>A sign-in is over, by its user or because its account says so; the argument is its id. Raised from any thread.</summary>
    public event Action<string>? Ended;

    /// <summary>An id that nobody can guess.</summary>
    public static string NewId() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>A request of this sign-in has come.</summary>
    /// <returns>False when it is no longer good.</returns>
    public bool Touch(PortalTicket ticket, IPAddress? from, string? browser)
    {
        var signIn = _known.GetOrAdd(ticket.SignInId, _ =>
        {
            ForgetTheOld();
            return new SignIn(ticket.SignInId, ticket.AccountId, ticket.Stamp, ticket.StartedAt, _time.GetTimestamp());
        });
        // A ticket with a stamp from before is a copy of one that was replaced.
        if (signIn.AccountId != ticket.AccountId || !IsGood(signIn) || _book.Now.Find(ticket.AccountId)?.Stamp != ticket.Stamp)
        {
            return false;
        }

        (signIn.LastUse, signIn.From) = (_time.GetTimestamp(), from);
        signIn.Browser = browser is { Length: > MaxBrowserLength } ? browser[..MaxBrowserLength] : browser;
        return true;
    }

    /// <summary>Whether a ticket of this sign-in still counts; looking is not using.</summary>
    public bool IsGood(string id) => _known.TryGetValue(id, out var signIn) && IsGood(signIn);

    /// <summary>From now on its tickets count for nothing at this node; <see cref="SignInEnds"/> makes it last.</summary>
    /// <returns>Whose it was, and when its tickets would be too old; null: it is not known here.</returns>
    public (string AccountId, DateTimeOffset TooOldAt)? End(string id)
    {
        if (!_known.TryGetValue(id, out var signIn))
        {
            return null;
        }

        signIn.WasEnded = true;
        EndPages(id, signIn);
        return (signIn.AccountId, signIn.StartedAt + _options.Value.AbsoluteLimit);
    }

    /// <summary>Whether somebody ended it, and not its limits or its account.</summary>
    public bool WasEnded(string id) =>
        (_known.TryGetValue(id, out var signIn) && signIn.WasEnded)
        || _book.Now.Accounts.Any(account => _book.Now.MeansOf(account.Id).Ended.Any(ended => ended.Id == id));

    /// <summary>The account is about to get another stamp, and this one sign-in of it goes on with that; its browser must get a ticket with it.</summary>
    public void Keep(string id, string nextStamp)
    {
        if (_known.TryGetValue(id, out var signIn))
        {
            signIn.NextStamp = nextStamp;
        }
    }

    /// <summary>The good ones of an account, the last used first.</summary>
    public IReadOnlyList<SignInLine> Of(string accountId) =>
    [
        .. _known.Where(known => known.Value.AccountId == accountId && IsGood(known.Value))
            .Select(known => new SignInLine(known.Key, known.Value.StartedAt, _time.GetUtcNow() - _time.GetElapsedTime(known.Value.LastUse), known.Value.From, known.Value.Browser))
            .OrderByDescending(line => line.LastUsedAt),
    ];

    public void Dispose() => _book.Changed -= EndWhatCountsNoMore;

    private bool IsGood(SignIn signIn) =>
        !signIn.HasEnded
        && !IsNotedAsEnded(signIn)
        && _time.GetElapsedTime(signIn.LastUse) < _options.Value.IdleLimit
        && _time.GetUtcNow() - signIn.StartedAt < _options.Value.AbsoluteLimit
        && IsOfItsAccount(signIn);

    private bool IsOfItsAccount(SignIn signIn) =>
        _book.Now.Find(signIn.AccountId) is { IsDisabled: false } account && (account.Stamp == signIn.Stamp || account.Stamp == signIn.NextStamp);

    // At another node, or here before a restart.
    private bool IsNotedAsEnded(SignIn signIn) => _book.Now.MeansOf(signIn.AccountId).Ended.Any(ended => ended.Id == signIn.Id);

    private void EndWhatCountsNoMore()
    {
        foreach (var (id, signIn) in _known)
        {
            if (!signIn.HasEnded && (!IsOfItsAccount(signIn) || IsNotedAsEnded(signIn)))
            {
                EndPages(id, signIn);
            }
        }
    }

    private void EndPages(string id, SignIn signIn)
    {
        signIn.HasEnded = true;
        Ended?.Invoke(id);
    }

    // Once past the absolute limit the cookie itself says no, so the table is bounded by the sign-ins of that time.
    private void ForgetTheOld()
    {
        foreach (var (id, signIn) in _known)
        {
            if (_time.GetUtcNow() - signIn.StartedAt >= _options.Value.AbsoluteLimit)
            {
                _known.TryRemove(id, out _);
            }
        }
    }

    private sealed class SignIn(string id, string accountId, string stamp, DateTimeOffset startedAt, long lastUse)
    {
        private long _lastUse = lastUse;

        public string Id { get; } = id;

        public string AccountId { get; } = accountId;

        public string Stamp { get; } = stamp;

        public volatile string? NextStamp;

        public DateTimeOffset StartedAt { get; } = startedAt;

        public long LastUse { get => Volatile.Read(ref _lastUse); set => Volatile.Write(ref _lastUse, value); }

        public IPAddress? From { get; set; }

        public string? Browser { get; set; }

        public volatile bool HasEnded;

        public volatile bool WasEnded;
    }
}

/// <summary>One place where somebody is signed in.</summary>
/// <param name="Id">Of the sign-in; worth nothing without its ticket.</param>
/// <param name="StartedAt">When.</param>
/// <param name="LastUsedAt">The last request of it.</param>
/// <param name="From">Where that came from.</param>
/// <param name="Browser">What the browser calls itself; foreign text.</param>
public sealed record SignInLine(string Id, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, IPAddress? From, string? Browser);
