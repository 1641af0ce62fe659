using WebShell.Core.Accounts;

namespace WebShell.Tests.Accounts;

public sealed class SignInDeskTests : IDisposable
{
    private const string Words = "otter kayak violet seven";

    private readonly AccountBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Password_RightForItsAccountOnly()
    {
        var ana = await AnaAsync();

        Assert.Equal(ana.Id, (await _bench.Desk.WithPasswordAsync("ana", Words, default))?.Id);
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", Words + " ", default));
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", "", default));
        Assert.Null(await _bench.Desk.WithPasswordAsync("ANA", Words, default));
        Assert.Null(await _bench.Desk.WithPasswordAsync("bob", Words, default));
        Assert.Null(await _bench.Desk.WithPasswordAsync("admin", Words, default)); // has none yet
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", new string('x', 60_000), default));
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", "half a pair \uD83D", default));
    }

    [Fact]
    public async Task Password_TypedComposedOrNot_IsTheSame()
    {
        var editor = await _bench.StartAsync();
        await _bench.AddAsync(editor, "ana", "größe über alles é");

        Assert.NotNull(await _bench.Desk.WithPasswordAsync("ana", "größe über alles é".Normalize(System.Text.NormalizationForm.FormD), default));
    }

    [Fact]
    public async Task Disabled_SignsInNoMore()
    {
        var ana = await AnaAsync();
        await _bench.As(_bench.Now.Named("admin")).SetDisabledAsync(ana, true, default);

        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", Words, default));
        Assert.Null(_bench.Book.UserOf(ana.Id, from: null));
    }

    [Fact]
    public async Task Invitation_IsGoodOnce_ForADay()
    {
        var editor = await _bench.StartAsync();
        var (_, token) = await editor.AddAsync(AccountBench.Person("ana"), default);
        var (_, late) = await editor.AddAsync(AccountBench.Person("bob"), default);

        await Assert.ThrowsAsync<InvitationException>(() => SetAsync(token + "x"));
        Assert.Equal("ana", (await SetAsync(token)).Name);
        await Assert.ThrowsAsync<InvitationException>(() => SetAsync(token));
        _bench.Time.Advance(InvitationLink.Life);
        await Assert.ThrowsAsync<InvitationException>(() => SetAsync(late));
    }

    [Fact]
    public async Task Invitation_WithABadPassword_StaysGood()
    {
        var editor = await _bench.StartAsync();
        var (_, token) = await editor.AddAsync(AccountBench.Person("ana"), default);

        await Assert.ThrowsAsync<AccountException>(() => _bench.Desk.SetInvitedPasswordAsync(token, "short", _ => ValueTask.CompletedTask, default));

        Assert.NotNull(await SetAsync(token));
    }

    [Fact]
    public async Task Reset_ForgetsEverything_AndTheOldInvitation()
    {
        var ana = await AnaAsync();
        await _bench.Desk.AddCodeAsync(ana.Id, new byte[20], CodeNow(), () => ValueTask.CompletedTask, default);

        var first = await _bench.As(_bench.Now.Named("admin")).ResetAsync(_bench.Now.Find(ana.Id)!, default);
        var second = await _bench.As(_bench.Now.Named("admin")).ResetAsync(_bench.Now.Find(ana.Id)!, default);

        Assert.False(_bench.Now.MeansOf(ana.Id) is { HasPassword: true } or { HasCode: true } or { RecoveryCodes.Length: > 0 });
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", Words, default));
        await Assert.ThrowsAsync<InvitationException>(() => SetAsync(first));
        Assert.NotNull(await SetAsync(second));
    }

    [Fact]
    public async Task ChangePassword_NeedsTheCurrentOne_AndGivesAnotherStamp()
    {
        var ana = await AnaAsync();

        await Assert.ThrowsAsync<WrongPasswordException>(() => _bench.Desk.ChangePasswordAsync(ana.Id, "wrong wrong wrong", "seven violet kayaks", "next", () => ValueTask.CompletedTask, default));
        var after = await _bench.Desk.ChangePasswordAsync(ana.Id, Words, "seven violet kayaks", "next", () => ValueTask.CompletedTask, default);

        Assert.Equal("next", after.Stamp);
        Assert.Null(await _bench.Desk.WithPasswordAsync("ana", Words, default));
        Assert.NotNull(await _bench.Desk.WithPasswordAsync("ana", "seven violet kayaks", default));
    }

    [Fact]
    public async Task Code_IsTakenOnce_AndNotAnOlderOne()
    {
        var ana = await AnaAsync();
        await _bench.Desk.AddCodeAsync(ana.Id, new byte[20], CodeNow(), () => ValueTask.CompletedTask, default);

        Assert.False(await _bench.Desk.TakeCodeAsync(ana.Id, CodeNow(), default)); // set up with it
        _bench.Time.Advance(AuthenticatorCode.Step);
        var code = CodeNow();
        Assert.False(await _bench.Desk.TakeCodeAsync(ana.Id, code == "000000" ? "000001" : "000000", default));
        Assert.True(await _bench.Desk.TakeCodeAsync(ana.Id, code, default));
        Assert.False(await _bench.Desk.TakeCodeAsync(ana.Id, code, default));
        Assert.False(await _bench.Desk.TakeCodeAsync(ana.Id, "", default));
    }

    [Fact]
    public async Task Code_TriedByManyAtOnce_IsTakenByOne()
    {
        var ana = await AnaAsync();
        await _bench.Desk.AddCodeAsync(ana.Id, new byte[20], CodeNow(), () => ValueTask.CompletedTask, default);
        _bench.Time.Advance(AuthenticatorCode.Step);
        var code = CodeNow();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _bench.Desk.TakeCodeAsync(ana.Id, code, default))));

        Assert.Single(taken, isTaken => isTaken);
    }

    [Fact]
    public async Task RecoveryCode_IsTakenOnce_HoweverItIsTyped()
    {
        var ana = await AnaAsync();
        var codes = await _bench.Desk.AddCodeAsync(ana.Id, new byte[20], CodeNow(), () => ValueTask.CompletedTask, default);

        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        Assert.True(await _bench.Desk.TakeRecoveryCodeAsync(ana.Id, codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), default));
        Assert.False(await _bench.Desk.TakeRecoveryCodeAsync(ana.Id, codes[3], default));
        Assert.False(await _bench.Desk.TakeRecoveryCodeAsync(ana.Id, "", default));
        await _bench.Desk.MakeRecoveryCodesAsync(ana.Id, () => ValueTask.CompletedTask, default);
        Assert.False(await _bench.Desk.TakeRecoveryCodeAsync(ana.Id, codes[4], default));
    }

    [Fact]
    public async Task Means_HoldNoSecretInTheClear_AndShowNothing()
    {
        var ana = await AnaAsync();
        var key = Enumerable.Range(65, 20).Select(letter => (byte)letter).ToArray();
        var codes = await _bench.Desk.AddCodeAsync(ana.Id, key, AuthenticatorCode.At(_bench.Time.GetUtcNow().ToUnixTimeSeconds() / 30, key), () => ValueTask.CompletedTask, default);

        var means = _bench.Now.MeansOf(ana.Id);

        Assert.DoesNotContain("ABCDEFGH", System.Text.Encoding.Latin1.GetString(means.CodeKey!), StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], string.Join(' ', means.RecoveryCodes), StringComparison.Ordinal);
        Assert.DoesNotContain(means.PasswordHash!, means.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthenticatorKeys_AreAmongWhatIsWrappedAnew()
    {
        var ana = await AnaAsync();
        await _bench.Desk.AddCodeAsync(ana.Id, new byte[20], CodeNow(), () => ValueTask.CompletedTask, default);
        var rows = new SealedAuthenticators(_bench.Book);

        var row = Assert.Single(await rows.ReadAsync(await rows.ListAsync(default), default));
        Assert.Equal(1, await rows.ReplaceAsync([(row, [1, 2, 3])], default));
        Assert.Equal([1, 2, 3], _bench.Now.MeansOf(ana.Id).CodeKey!);
        Assert.Equal(0, await rows.ReplaceAsync([(row, [4])], default));
        await rows.ForgetAsync([row.Binding.Id], default);
        Assert.False(_bench.Now.MeansOf(ana.Id).HasCode);
    }

    private async Task<Core.Accounts.Account> AnaAsync() => await _bench.AddAsync(await _bench.StartAsync(), "ana", Words);

    private Task<Core.Accounts.Account> SetAsync(string token) => _bench.Desk.SetInvitedPasswordAsync(token, Words, _ => ValueTask.CompletedTask, default);

    private string CodeNow() => AuthenticatorCode.At(_bench.Time.GetUtcNow().ToUnixTimeSeconds() / 30, new byte[20]);
}
