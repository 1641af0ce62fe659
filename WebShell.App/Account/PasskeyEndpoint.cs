using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary>Passkeys: signing in with one (<c>/signin/passkey</c>), and adding, renaming and removing one's own (<c>/account/passkeys</c>).</summary>
internal sealed class PasskeyEndpoint(
    PasskeyCeremonies ceremonies, AccountBook book, SignInDesk desk, MeansForm means, SignInAttempts attempts, Doorway doorway, SignInPages pages, IAuditLog audit, TimeProvider time)
{
    public const string NoMatch = "That passkey did not let you in. Try again, or sign in with your password.";

    private const int MaxPasskeys = 20;
    private const string Gone = "There is no such passkey any more.";
    private const string NotAdded = "The passkey was not added. Try again.";

    /// <summary>What a browser shall ask its passkeys; changes nothing.</summary>
    public async Task<IResult> AskAsync(HttpContext context) => Json(await ceremonies.AskForAnyAsync(context));

    public async Task<IResult> SignInAsync(HttpContext context)
    {
        var form = await DoorForm.ReadAsync(context);
        var next = AccountPaths.LocalOrHome(form?.Invoke("return"));
        if (form is null)
        {
            return pages.Show(context, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest, next);
        }

        var from = context.Connection.RemoteIpAddress;
        if (!attempts.TryOne(from, name: null))
        {
            await doorway.RefuseAsync(context, "", "too many tries", isLimited: true);
            return pages.Show(context, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests, next);
        }

        if (await ceremonies.TakeAnyAsync(context, form("state"), form("credential")) is not var (account, used))
        {
            await doorway.RefuseAsync(context, "", "wrong passkey");
            return pages.Show(context, NoMatch, StatusCodes.Status401Unauthorized, next);
        }

        attempts.WasRight(from, name: null);
        var id = WebEncoders.Base64UrlEncode(used.CredentialId);
        await desk.ChangePasskeysAsync(
            account.Id,
            (_, passkeys) => [.. passkeys.Select(passkey => passkey.Id == id ? passkey with { SignCount = used.SignCount, IsBackedUp = used.IsBackedUp, LastUsedAt = time.GetUtcNow() } : passkey)],
            () => ValueTask.CompletedTask,
            context.RequestAborted);
        await doorway.EnterAsync(context, account, "passkey");
        return Results.LocalRedirect(next);
    }

    public async Task<IResult> AskForNewAsync(HttpContext context, ICurrentUser currentUser) =>
        await currentUser.GetAsync(context.RequestAborted) is { } user && book.Now.Find(user.Id) is { } account ? Json(await ceremonies.AskForNewAsync(context, account)) : Results.Unauthorized();

    public Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser) => MeansForm.ShowAsync(context, currentUser, Page);

    public Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser) => means.TakeAsync(context, currentUser, Page, ActAsync);

    private async Task<IResult> ActAsync(HttpContext context, PortalUser user, Func<string, string> form)
    {
        await desk.ProvePasswordAsync(user.Id, form("current"), context.RequestAborted);
        await (form("act") switch
        {
            "remove" => RemoveAsync(user, form("id"), context),
            "rename" => RenameAsync(user, form("id"), form("name"), context),
            _ => AddAsync(user, form, context),
        });
        return Results.LocalRedirect(AccountPaths.Passkeys);
    }

    private async Task AddAsync(PortalUser user, Func<string, string> form, HttpContext context)
    {
        var name = GoodName(AccountNames.Tidy(form("name")) ?? "Passkey");

        var made = book.Now.Find(user.Id) is { } account ? await ceremonies.TakeNewAsync(context, account, form("state"), form("credential")) : null;
        var passkey = made is null ? throw new AccountException(NotAdded) : new AccountPasskey
        {
            Id = WebEncoders.Base64UrlEncode(made.CredentialId),
            Name = name,
            PublicKey = made.PublicKey,
            AddedAt = time.GetUtcNow(),
            SignCount = made.SignCount,
            Transports = made.Transports ?? [],
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
        };
        await desk.ChangePasskeysAsync(
            user.Id,
            (now, passkeys) => now.OwnerOfPasskey(passkey.Id) is not null ? throw new AccountException(NotAdded)
                : passkeys.Length >= MaxPasskeys ? throw new AccountException($"You have {MaxPasskeys} passkeys; remove one first.")
                : passkeys.Add(passkey),
            () => WriteAsync(user, AuditKind.PasskeyAdded, name),
            context.RequestAborted);
    }

    private Task RemoveAsync(PortalUser user, string id, HttpContext context) => desk.ChangePasskeysAsync(
        user.Id,
        (_, passkeys) => passkeys.Any(passkey => passkey.Id == id) ? passkeys.RemoveAll(passkey => passkey.Id == id) : throw new AccountException(Gone),
        () => WriteAsync(user, AuditKind.PasskeyRemoved, book.Now.MeansOf(user.Id).Passkeys.FirstOrDefault(passkey => passkey.Id == id)?.Name ?? ""),
        context.RequestAborted);

    private Task RenameAsync(PortalUser user, string id, string typed, HttpContext context)
    {
        var name = GoodName(AccountNames.Tidy(typed));
        var before = book.Now.MeansOf(user.Id).Passkeys.FirstOrDefault(passkey => passkey.Id == id)?.Name ?? throw new AccountException(Gone);
        return desk.ChangePasskeysAsync(
            user.Id,
            (_, passkeys) => [.. passkeys.Select(passkey => passkey.Id == id ? passkey with { Name = name } : passkey)],
            () => audit.WriteAsync(
                new AuditEvent(AuditKind.AccountChanged, user.Id, user.Name, user.Name, new Dictionary<string, string> { ["passkey"] = AuditEvent.Change(before, name) }) { From = user.From },
                CancellationToken.None),
            context.RequestAborted);
    }

    private static string GoodName(string? name) => name is { Length: <= AccountPasskey.MaxNameLength } && AccountNames.DisplayName(name) is null
        ? name
        : throw new AccountException($"The name of a passkey has 1 to {AccountPasskey.MaxNameLength} visible characters.");

    private ValueTask WriteAsync(PortalUser user, AuditKind kind, string name) =>
        audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, user.Name, new Dictionary<string, string> { ["passkey"] = name }) { From = user.From }, CancellationToken.None);

    // The options are JSON already; the browser gets them as an object.
    private static ContentHttpResult Json((string Options, string State) asked) =>
        TypedResults.Text($"{{\"options\":{asked.Options},\"state\":\"{asked.State}\"}}", "application/json");

    private RazorComponentResult<PasskeysPage> Page(HttpContext context, PortalUser user, string? problem, int status)
    {
        var own = book.Now.MeansOf(user.Id);
        return new RazorComponentResult<PasskeysPage>(new { Form = DoorForm.For(context), Problem = problem, own.Passkeys, own.HasPassword, Now = time.GetUtcNow() }) { StatusCode = status };
    }
}
