using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;

namespace WebShell.Tests.Accounts;

/// <summary>Whether there is an account of a name must not be heard from the time that "no" takes: the work is counted here, not the time.</summary>
public sealed class UnknownNameTests : IDisposable
{
    private readonly CountingHasher _hasher = new();
    private readonly Passwords _passwords;
    private readonly AccountBench _bench;

    public UnknownNameTests()
    {
        _passwords = new Passwords(_hasher);
        _bench = new AccountBench(passwords: _passwords);
    }

    public void Dispose()
    {
        _bench.Dispose();
        _passwords.Dispose();
    }

    [Fact]
    public async Task Password_IsComparedOnce_WithAHashOfTheSameCost_WhateverTheName()
    {
        var editor = await _bench.StartAsync();
        await _bench.AddAsync(editor, "ana", "otter kayak violet seven");
        var disabled = await _bench.AddAsync(editor, "bob", "otter kayak violet seven");
        await editor.SetDisabledAsync(disabled, true, default);

        var costs = new List<string>();
        foreach (var (name, password) in new[] { ("ana", "wrong words here"), ("bob", "wrong words here"), ("admin", "wrong words here"), ("eve", "wrong words here"), ("", "x"), ("eve", new string('x', 60_000)) })
        {
            _hasher.Compared.Clear();
            Assert.Null(await _bench.Desk.WithPasswordAsync(name, password, default));
            costs.Add(CostOf(Assert.Single(_hasher.Compared)));
        }

        Assert.Single(costs.Distinct());
    }

    // Form, function, iterations and length of the salt, as ASP.NET Core Identity writes them before the hash itself.
    private static string CostOf(string hash) => Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 13));

    private sealed class CountingHasher : IPasswordHasher<object>
    {
        private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));

        public ConcurrentQueue<string> Compared { get; } = new();

        public string HashPassword(object user, string password) => _hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Compared.Enqueue(hashedPassword);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
