using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.Core.Requests;

/// <summary>
/// Asks for access on behalf of the current user (scoped). The answer to who may not know of a machine is the same whether there is one or not;
/// twice the same is one request.
/// </summary>
public sealed class RequestDesk(
    RequestBook book, RequestWriter writer, VmInventory inventory, AccessPolicy policy, ICurrentUser currentUser, IOptions<RequestOptions> options, TimeProvider time)
{
    /// <summary>How many unanswered requests a portal holds.</summary>
    public const int MaxPending = 500;

    /// <summary>How often one person may ask in an hour: asking and withdrawing would push others' out of what is kept.</summary>
    public const int MaxPerHour = 20;

    /// <summary>Something was asked or answered; from any thread.</summary>
    public event Action? Changed
    {
        add => book.Changed += value;
        remove => book.Changed -= value;
    }

    public RequestOptions Options => options.Value;

    /// <summary>Whether the current user may ask at all: auditors never connect.</summary>
    public async ValueTask<bool> MayAskAsync(CancellationToken cancellationToken) =>
        Options.Enabled && await currentUser.GetAsync(cancellationToken) is { Role: not PortalRole.Auditor };

    /// <summary>What the current user asked for, the newest first.</summary>
    public async ValueTask<IReadOnlyList<AskedAccess>> MineAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) is { } user ? [.. book.Now.All.Where(asked => asked.AskerId == user.Id)] : [];

    /// <summary>Asks for a shell on one machine.</summary>
    /// <param name="machine">Its name.</param>
    /// <param name="login">As whom; empty: with its usual login.</param>
    /// <param name="why">The reason; what cannot be seen in it is dropped.</param>
    /// <param name="wanted">For how long: one of <see cref="RequestOptions.Offered"/>.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="UnauthorizedAccessException">The user may not ask.</exception>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    public async Task<RequestOutcome> AskAsync(string machine, string login, string why, TimeSpan wanted, CancellationToken cancellationToken)
    {
        if (!await MayAskAsync(cancellationToken) || await currentUser.GetAsync(cancellationToken) is not { } user)
        {
            throw new UnauthorizedAccessException("You may not ask for access here.");
        }

        (machine, login, why) = (machine.Trim(), login.Trim(), OneLine.Clean(why));
        IReadOnlyList<FieldMistake> mistakes =
        [
            .. VmValidation.Name(machine) is { } name ? [new FieldMistake("machine", name)] : Array.Empty<FieldMistake>(),
            .. login.Length > 0 && VmValidation.Login(login) is { } noLogin ? [new FieldMistake("login", noLogin)] : Array.Empty<FieldMistake>(),
            .. RequestText.Check(why) is { } reason ? [reason] : Array.Empty<FieldMistake>(),
            .. Options.Offered().Contains(wanted) ? Array.Empty<FieldMistake>() : [new FieldMistake("for", "That time is not offered. Choose one of the list.")],
        ];
        if (mistakes.Count > 0)
        {
            return new RequestOutcome { Mistakes = mistakes };
        }

        if (Needless(user, machine, login) is { } needless)
        {
            return RequestOutcome.Mistaken(needless);
        }

        var asked = new AskedAccess
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            AskerId = user.Id,
            AskerName = user.Name,
            Machine = machine,
            KnownSlug = Known(user, machine)?.Slug,
            Login = login,
            Why = why,
            Wanted = wanted,
            AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        return await writer.AddAsync(now => Room(now, asked), user, cancellationToken);
    }

    /// <summary>Takes a request back, or gives back what was granted. Somebody else's is as one that is not there.</summary>
    /// <exception cref="RequestException">It cannot be written; the message is for the user.</exception>
    public async Task<RequestOutcome> WithdrawAsync(string id, CancellationToken cancellationToken)
    {
        if (await currentUser.GetAsync(cancellationToken) is not { } user || book.Now.Find(id)?.AskerId != user.Id)
        {
            return RequestOutcome.Refused("There is no such request any more.");
        }

        return await writer.ChangeAsync(
            id, version: null,
            asked => asked.State switch
            {
                AskState.Pending => new RequestOutcome { Done = asked with { State = AskState.Withdrawn, SettledAt = time.GetUtcNow() } },
                AskState.Granted => new RequestOutcome { Done = asked with { State = AskState.Ended, SettledAt = time.GetUtcNow(), Answer = "You gave it back." } },
                _ => RequestOutcome.Refused(RequestWriter.Meanwhile(asked)),
            },
            asked => asked.State == AskState.Withdrawn ? RequestEvents.Withdrawn(asked, user) : RequestEvents.TakenBack(asked, user),
            cancellationToken);
    }

    // The same again is the request that is there: the second half of a double click, or somebody impatient.
    private static RequestOutcome Same(AskedAccess there) => new() { Done = there };

    private RequestOutcome Room(StoredRequests now, AskedAccess asked)
    {
        var mine = now.All.Where(other => other.AskerId == asked.AskerId).ToArray();
        var pending = mine.Where(other => other.State == AskState.Pending).ToArray();
        return pending.FirstOrDefault(other => other.Machine.Equals(asked.Machine, StringComparison.OrdinalIgnoreCase) && other.Login == asked.Login) is { } twin ? Same(twin)
            : pending.Length >= Options.OpenPerPerson ? RequestOutcome.Refused($"You have {pending.Length} requests that nobody has answered yet. Withdraw one, or wait.")
            : mine.Count(other => other.AskedAt > asked.AskedAt.AddHours(-1)) >= MaxPerHour ? RequestOutcome.Refused($"You asked {MaxPerHour} times within an hour. Wait a little.")
            : now.All.Count(other => other.State == AskState.Pending) >= MaxPending ? RequestOutcome.Refused("Too many requests wait for an answer. Speak to an operator.")
            : new RequestOutcome { Done = asked };
    }

    private Vm? Known(PortalUser user, string machine) =>
        inventory.Find(machine) is { } vm && policy.Decide(user, AccessAction.SeeVm, vm, login: null).IsAllowed ? vm : null;

    // Said only of what the person can see anyway.
    private FieldMistake? Needless(PortalUser user, string machine, string login)
    {
        if (Known(user, machine) is not { } vm)
        {
            return user.Role == PortalRole.User ? null : new FieldMistake("machine", $"There is no machine {machine}.");
        }

        var mine = policy.LoginsOf(user, vm);
        return login.Length == 0 && mine.Count > 0 ? new FieldMistake("login", $"You may open shells on {vm.Name} as {string.Join(", ", mine)} already. For another login, name it.")
            : mine.Contains(login, StringComparer.Ordinal) ? new FieldMistake("login", $"You may open shells on {vm.Name} as {login} already: just connect.")
            : null;
    }
}
