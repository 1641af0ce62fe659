using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Credentials;

namespace WebShell.Core.Accounts;

/// <summary>
/// Says who somebody is from what they prove, and changes with what they prove it. Knows nothing of browsers; limits on tries are the
/// caller's. Thread-safe singleton.
/// </summary>
public sealed class SignInDesk(AccountBook book, Passwords passwords, ISecretProtector protector, TimeProvider time)
{
    /// <summary>Sign-ins of one account that were ended within the life of a ticket. One more, and all of its sign-ins end.</summary>
    internal const int MaxEnded = 100;

    private const string CodeKind = "authenticator";
    private const string VouchedSentence = "You sign in elsewhere, and there is nothing to set up here.";

    /// <summary>The account of that name and password, whatever else it needs to sign in; null: no, and it took as long as yes.</summary>
    public async Task<Account?> WithPasswordAsync(string name, string password, CancellationToken cancellationToken)
    {
        var account = book.Now.Named(name);
        var isRight = await passwords.IsRightAsync(account is null ? null : book.Now.MeansOf(account.Id).PasswordHash, password, cancellationToken);
        return isRight && account is { IsDisabled: false } ? book.Now.Find(account.Id) is { IsDisabled: false } now && now.Stamp == account.Stamp ? now : null : null;
    }

    /// <summary>Takes the code of an authenticator app, once.</summary>
    /// <exception cref="AccountException">It cannot be noted that it was used, so it does not count.</exception>
    public async Task<bool> TakeCodeAsync(string accountId, string code, CancellationToken cancellationToken)
    {
        var isTaken = false;
        await ChangeMeansAsync(
            accountId,
            means =>
            {
                var step = means.CodeKey is { } key ? AuthenticatorCode.StepOf(code, Open(accountId, key), time.GetUtcNow(), means.CodeStep) : null;
                isTaken = step is not null;
                return step is { } used ? means with { CodeStep = used } : null;
            },
            noted: null,
            cancellationToken);
        return isTaken;
    }

    /// <summary>Takes a recovery code, once.</summary>
    /// <exception cref="AccountException">It cannot be noted that it was used, so it does not count.</exception>
    public async Task<bool> TakeRecoveryCodeAsync(string accountId, string code, CancellationToken cancellationToken)
    {
        var isTaken = false;
        await ChangeMeansAsync(
            accountId,
            means =>
            {
                var left = RecoveryCodes.Without(means.RecoveryCodes, code);
                isTaken = left is not null;
                return left is { } codes ? means with { RecoveryCodes = codes } : null;
            },
            noted: null,
            cancellationToken);
        return isTaken;
    }

    /// <summary>Notes that somebody has signed in.</summary>
    public Task NoteSignInAsync(string accountId, CancellationToken cancellationToken) =>
        ChangeMeansAsync(accountId, means => means with { LastSignInAt = time.GetUtcNow(), Ended = StillToKnow(means) }, noted: null, cancellationToken);

    /// <summary>Notes that a sign-in is over before its time, for all nodes and for after a restart.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="signIn">Which.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="AccountException">It cannot be written.</exception>
    public Task NoteEndAsync(string accountId, EndedSignIn signIn, CancellationToken cancellationToken) => book.ChangeAsync(
        now =>
        {
            if (now.Find(accountId) is not { } account)
            {
                return ValueTask.FromResult<AccountChange?>(null);
            }

            var means = now.MeansOf(accountId);
            var ended = StillToKnow(means).RemoveAll(known => known.Id == signIn.Id).Add(signIn);
            return ValueTask.FromResult<AccountChange?>(ended.Length <= MaxEnded
                ? AccountChange.Of(accountId, means with { Ended = ended })
                : AccountChange.Of(account with { Stamp = AccountRules.NewStamp(), Version = account.Version + 1 }, means with { Ended = [] }));
        },
        cancellationToken);

    /// <summary>Sets a password with the token of an invitation, which is used up by it.</summary>
    /// <returns>The account.</returns>
    /// <exception cref="AccountException">The token is not good any more, or the password is not; the message says which.</exception>
    public async Task<Account> SetInvitedPasswordAsync(string token, string password, Func<Account, ValueTask> noted, CancellationToken cancellationToken)
    {
        var invited = Invited(book.Now, token);
        RefuseVouched(invited);
        Refuse(PasswordRules.Check(password, invited));
        var hash = await passwords.HashAsync(password, cancellationToken);
        var set = await book.ChangeAsync(
            async now =>
            {
                invited = Invited(now, token);
                await noted(invited);
                return AccountChange.Of(
                    invited with { Stamp = AccountRules.NewStamp(), Version = invited.Version + 1 },
                    now.MeansOf(invited.Id) with { PasswordHash = hash, PasswordSetAt = time.GetUtcNow(), Invitation = null });
            },
            cancellationToken);
        return set.Find(invited.Id) ?? throw new AccountException(AccountEditor.GoneSentence);
    }

    /// <summary>Sets somebody's own password. Their sign-ins from before no longer count, but the one that is given the new stamp.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="current">The password as it is; does not count where there is none.</param>
    /// <param name="password">As it shall be.</param>
    /// <param name="stamp">The account's from then on (<see cref="AccountRules.NewStamp"/>).</param>
    /// <param name="noted">Writes it into the audit, before it happens.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="AccountException">The current password is wrong or the new one is not good; the message says which.</exception>
    public async Task<Account> ChangePasswordAsync(string accountId, string current, string password, string stamp, Func<ValueTask> noted, CancellationToken cancellationToken)
    {
        var account = Present(book.Now, accountId);
        RefuseVouched(account);
        var before = book.Now.MeansOf(accountId).PasswordHash;
        if (before is not null && !await passwords.IsRightAsync(before, current, cancellationToken))
        {
            throw new WrongPasswordException();
        }

        Refuse(PasswordRules.Check(password, account));
        Refuse(before is not null && current == password ? "The new password is the one you have." : null);
        var hash = await passwords.HashAsync(password, cancellationToken);
        var set = await book.ChangeAsync(
            async now =>
            {
                account = Present(now, accountId);
                var means = now.MeansOf(accountId);
                Refuse(means.PasswordHash != before ? "The password was changed somewhere else meanwhile." : null);
                await noted();
                return AccountChange.Of(
                    account with { Stamp = stamp, Version = account.Version + 1 },
                    means with { PasswordHash = hash, PasswordSetAt = time.GetUtcNow(), Invitation = null });
            },
            cancellationToken);
        return Present(set, accountId);
    }

    /// <summary>Asks for the password of an account that has one, for acts that a page left open must not do.</summary>
    /// <exception cref="WrongPasswordException">It is not that.</exception>
    public async Task ProvePasswordAsync(string accountId, string password, CancellationToken cancellationToken)
    {
        if (book.Now.MeansOf(accountId).PasswordHash is { } hash && !await passwords.IsRightAsync(hash, password, cancellationToken))
        {
            throw new WrongPasswordException();
        }
    }

    /// <summary>Makes an authenticator app the second factor once it has shown a right code, and makes recovery codes, which are returned and never again to be seen.</summary>
    /// <exception cref="WrongCodeException">The code is wrong.</exception>
    /// <exception cref="AccountException">There is one already.</exception>
    public async Task<string[]> AddCodeAsync(string accountId, byte[] key, string code, Func<ValueTask> noted, CancellationToken cancellationToken)
    {
        RefuseVouched(Present(book.Now, accountId));
        var codes = RecoveryCodes.Make();
        var step = AuthenticatorCode.StepOf(code, key, time.GetUtcNow(), lastStep: 0)
            ?? throw new WrongCodeException();
        var sealedKey = protector.Protect(key, CodeBinding(accountId));
        await ChangeMeansAsync(
            accountId,
            means =>
            {
                Refuse(means.HasCode ? "There is an authenticator already; remove it first." : null);
                return means with { CodeKey = sealedKey, CodeStep = step, RecoveryCodes = RecoveryCodes.Hashes(codes) };
            },
            noted,
            cancellationToken);
        return codes;
    }

    /// <summary>Removes the authenticator app and the recovery codes.</summary>
    public Task RemoveCodeAsync(string accountId, Func<ValueTask> noted, CancellationToken cancellationToken) =>
        ChangeMeansAsync(accountId, means => means with { CodeKey = null, CodeStep = 0, RecoveryCodes = [] }, noted, cancellationToken);

    /// <summary>Makes new recovery codes; the ones from before are worth nothing.</summary>
    public async Task<string[]> MakeRecoveryCodesAsync(string accountId, Func<ValueTask> noted, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Make();
        await ChangeMeansAsync(accountId, means => means with { RecoveryCodes = RecoveryCodes.Hashes(codes) }, noted, cancellationToken);
        return codes;
    }

    /// <summary>Changes somebody's passkeys.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="change">The passkeys as they shall be, from all accounts and those there are; may throw.</param>
    /// <param name="noted">Writes it into the audit, before it happens.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    public Task ChangePasskeysAsync(
        string accountId, Func<AccountSet, ImmutableArray<AccountPasskey>, ImmutableArray<AccountPasskey>> change, Func<ValueTask> noted, CancellationToken cancellationToken) =>
        ChangeMeansAsync(
            accountId,
            means =>
            {
                var passkeys = change(book.Now, means.Passkeys);
                if (passkeys.Length > means.Passkeys.Length)
                {
                    RefuseVouched(Present(book.Now, accountId));
                }

                return means with { Passkeys = passkeys };
            },
            noted,
            cancellationToken);

    /// <summary>Ends the shells of an account, on every node.</summary>
    /// <exception cref="AccountException">It cannot be written.</exception>
    public Task EndShellsAsync(string accountId, CancellationToken cancellationToken) => book.ChangeAsync(
        now => ValueTask.FromResult(now.Find(accountId) is { } account ? AccountChange.Of(account, now.NextEra(accountId)) : null),
        cancellationToken);

    /// <summary>Ends all sign-ins of an account but those that are given its new stamp.</summary>
    public async Task<Account> RenewStampAsync(string accountId, string stamp, Func<ValueTask> noted, CancellationToken cancellationToken)
    {
        var set = await book.ChangeAsync(
            async now =>
            {
                await noted();
                var account = Present(now, accountId);
                return AccountChange.Of(account with { Stamp = stamp, Version = account.Version + 1 });
            },
            cancellationToken);
        return Present(set, accountId);
    }

    private Task<AccountSet> ChangeMeansAsync(string accountId, Func<SignInMeans, SignInMeans?> change, Func<ValueTask>? noted, CancellationToken cancellationToken) => book.ChangeAsync(
        async now =>
        {
            if (now.Find(accountId) is not { IsDisabled: false } || change(now.MeansOf(accountId)) is not { } means)
            {
                return null;
            }

            await (noted?.Invoke() ?? ValueTask.CompletedTask);
            return AccountChange.Of(accountId, means);
        },
        cancellationToken);

    /// <summary>What the key of an account's authenticator is bound to. Accounts have no number; one is made of their id.</summary>
    internal static SecretBinding CodeBinding(string accountId) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(accountId)).AsSpan(0, 16)), accountId, CodeKind);

    private byte[] Open(string accountId, byte[] sealedKey) => protector.Unprotect(sealedKey, CodeBinding(accountId));

    private Account Invited(AccountSet now, string token) =>
        InvitationLink.OwnerOf(now, token, time.GetUtcNow()) ?? throw new InvitationException();

    private ImmutableArray<EndedSignIn> StillToKnow(SignInMeans means) => means.Ended.RemoveAll(known => known.EndsAt <= time.GetUtcNow());

    private static Account Present(AccountSet now, string id) =>
        now.Find(id) is { IsDisabled: false } account ? account : throw new AccountException(AccountEditor.GoneSentence);

    // Whoever is shut out there must not have kept a way in here.
    private static void RefuseVouched(Account account) => Refuse(account.Origin == AccountOrigin.Local ? null : VouchedSentence);

    private static void Refuse(string? mistake)
    {
        if (mistake is not null)
        {
            throw new AccountException(mistake);
        }
    }
}

/// <summary>The link is wrong, used, or too old.</summary>
public sealed class InvitationException() : AccountException("This link is not good, or not any more: each works once. Ask an administrator for a new one.");

/// <summary>The current password is not that.</summary>
public sealed class WrongPasswordException() : AccountException("That is not your current password.");

/// <summary>What was typed is not the authenticator's code of now.</summary>
public sealed class WrongCodeException() : AccountException("That code is not right. Wait for the next one, and see that the phone's clock is right.");
