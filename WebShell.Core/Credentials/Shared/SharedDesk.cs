using System.Globalization;
using System.Security.Cryptography;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>
/// The shared credentials for who looks after them (scoped): administrators, and each one's owner for what is theirs. Rights are asked for
/// every call, each act is in the audit log before it is done, and no call gives a secret back.
/// </summary>
public sealed class SharedDesk
{
    /// <summary>Entries of the history that are shown.</summary>
    public const int MaxHistory = 100;

    private readonly ISharedCredentialTable _table;
    private readonly SharedMachines _machines;
    private readonly SharedSecret _secrets;
    private readonly AccessPolicy _policy;
    private readonly ICurrentUser _currentUser;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal SharedDesk(
        ISharedCredentialTable table, SharedMachines machines, SharedSecret secrets, AccessPolicy policy, ICurrentUser currentUser, IAuditLog audit, TimeProvider time) =>
        (_table, _machines, _secrets, _policy, _currentUser, _audit, _time) = (table, machines, secrets, policy, currentUser, audit, time);

    public async ValueTask<bool> MayManageAsync(CancellationToken cancellationToken) =>
        _policy.Decide(await _currentUser.GetAsync(cancellationToken), PortalAction.ManageCredentials).IsAllowed;

    /// <summary>Those that the person looks after, by name.</summary>
    public async Task<IReadOnlyList<SharedLine>> ListAsync(CancellationToken cancellationToken)
    {
        var user = await _currentUser.GetAsync(cancellationToken);
        SharedCredential[] rows = [.. (await _table.ListAsync(cancellationToken)).Where(row => LooksAfter(user, row.Owner))];
        var reach = _machines.Of(rows, await _table.BindingsAsync(null, cancellationToken));
        return [.. rows.Select(row => SharedLine.Of(row, reach[row.Id]))];
    }

    /// <summary>Its machines with their states; null where there is none of that id that the person looks after.</summary>
    public async Task<SharedDetails?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is not { } row)
        {
            return null;
        }

        var machines = _machines.Of(row.Machines, await _table.BindingsAsync(id, cancellationToken));
        return new SharedDetails(SharedLine.Of(row, machines), machines, await _table.HistoryAsync(id, MaxHistory, cancellationToken));
    }

    /// <summary>Adds one and confirms its machines as they are now. Nothing given: a key or an authority is made here, and only its public half is told.</summary>
    /// <returns>The mistakes; none: it is there.</returns>
    /// <exception cref="SharedCredentialException">It cannot be; the message says why.</exception>
    public async Task<IReadOnlyList<FieldMistake>> AddAsync(SharedDraft given, Credential? secret, CancellationToken cancellationToken)
    {
        var user = await RequireAsync("", cancellationToken);
        var (draft, mistakes) = given.Read();
        if (mistakes.Count > 0)
        {
            return mistakes;
        }

        var (id, now) = (Guid.NewGuid(), _time.GetUtcNow());
        var empty = Row(draft, id, user, now);
        var (sealedSecret, line) = await _secrets.SealAsync(empty.Binding, draft.Kind, secret, Comment(draft.Name), cancellationToken);
        var row = With(empty, sealedSecret, line);
        var confirmed = Confirmable(draft.Machines, []).Select(machine => machine.Confirm(id, now, user.Name)).ToArray();
        await WriteAsync(user, AuditKind.CredentialAdded, row, Facts(row, confirmed.Length), cancellationToken);
        await _table.AddAsync(row, confirmed, Change(row, user, now, SharedAct.Added, $"{SharedWords.Kind(row.Kind)}{Print(row)}, {confirmed.Length} machines"), cancellationToken);
        return [];
    }

    /// <summary>Changes what is said of it; machines that only now match are confirmed as they are, the others stay as they were confirmed.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="version">The one that was looked at.</param>
    /// <param name="given">What it shall be; its kind stays.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="SharedCredentialException">It was changed meanwhile, or cannot be.</exception>
    public async Task<IReadOnlyList<FieldMistake>> ChangeAsync(Guid id, int version, SharedDraft given, CancellationToken cancellationToken)
    {
        var before = await RequireRowAsync(id, version, cancellationToken);
        var user = await RequireAsync("", cancellationToken);
        var (draft, mistakes) = (given with { Kind = before.Kind }).Read();
        if (mistakes.Count > 0)
        {
            return mistakes;
        }

        var now = _time.GetUtcNow();
        var moved = Row(draft, before, version + 1);
        var row = With(moved, Opened(() => _secrets.Move(before.Secret, before.Binding, moved.Binding)), before.PublicLine);
        var former = new SharedScope(before.Machines);
        var isSame = before.Machines == row.Machines;
        var confirmed = isSame ? [] : Confirmable(row.Machines, await _table.BindingsAsync(id, cancellationToken))
            .Where(machine => machine.Confirmed is null && !former.Includes(machine.Vm)).Select(machine => machine.Confirm(id, now, user.Name)).ToArray();
        var changes = Changes(before, row);
        await WriteAsync(user, isSame && before.Login == row.Login ? AuditKind.CredentialChanged : AuditKind.CredentialBound, row, changes, cancellationToken);
        await _table.ReplaceAsync(row, confirmed, Change(row, user, now, SharedAct.Changed, string.Join("; ", changes.Select(change => $"{change.Key} {change.Value}"))), cancellationToken);
        return [];
    }

    /// <summary>Puts a new secret in the place of the former one, which is gone then. Nothing given: it is made here.</summary>
    /// <exception cref="SharedCredentialException">It was changed meanwhile, or what was given cannot be used.</exception>
    public async Task RotateAsync(Guid id, int version, Credential? secret, CancellationToken cancellationToken)
    {
        var before = await RequireRowAsync(id, version, cancellationToken);
        var (user, now) = (await RequireAsync(before.Owner, cancellationToken), _time.GetUtcNow());
        var (sealedSecret, line) = await _secrets.SealAsync(before.Binding, before.Kind, secret, Comment(before.Name), cancellationToken);
        var row = With(Row(SharedDraft.Of(before), before, version + 1), sealedSecret, line, now, user.Name);
        await WriteAsync(user, AuditKind.CredentialRotated, row, new() { ["public half"] = AuditEvent.Change(PrintOf(before), PrintOf(row)) }, cancellationToken);
        await _table.ReplaceAsync(row, [], Change(row, user, now, SharedAct.Rotated, row.PublicLine is null ? "a new secret" : $"now{Print(row)}, before{Print(before)}"), cancellationToken);
    }

    /// <summary>Says that machines are what they should be, as they are now: those that are shown to the person, with the addresses and keys that they were shown.</summary>
    /// <exception cref="SharedCredentialException">Nothing can be confirmed.</exception>
    public async Task ConfirmAsync(Guid id, IReadOnlyList<SharedMachine> shown, CancellationToken cancellationToken)
    {
        var row = await RowAsync(id, cancellationToken) ?? throw Gone();
        var (user, now) = (await RequireAsync(row.Owner, cancellationToken), _time.GetUtcNow());
        var current = _machines.Of(row.Machines, await _table.BindingsAsync(id, cancellationToken)).ToDictionary(machine => machine.Vm.Slug, StringComparer.OrdinalIgnoreCase);
        var confirmed = shown.Where(machine => machine.State is not (BindingState.Confirmed or BindingState.NoHostKey)).Select(machine => machine.Confirm(id, now, user.Name)).ToArray();
        if (confirmed.Length == 0)
        {
            throw new SharedCredentialException("There is nothing to confirm: a machine without a pinned host key needs one first.");
        }

        if (confirmed.FirstOrDefault(binding => !current.TryGetValue(binding.Slug, out var now) || SharedMachines.AddressOf(now.Vm) != binding.Address || !now.Prints.All(binding.Has)) is { } changed)
        {
            throw new SharedCredentialException($"{changed.Slug} changed while you looked at it. Look at it again.");
        }

        var names = string.Join(", ", confirmed.Select(binding => binding.Slug).Take(10)) + (confirmed.Length > 10 ? $" and {confirmed.Length - 10} more" : "");
        await WriteAsync(user, AuditKind.CredentialConfirmed, row, new() { ["machines"] = names, ["count"] = confirmed.Length.ToString(CultureInfo.InvariantCulture) }, cancellationToken);
        await _table.ConfirmAsync(confirmed, Change(row, user, now, SharedAct.Confirmed, names), cancellationToken);
    }

    /// <exception cref="SharedCredentialException">It was changed meanwhile.</exception>
    public async Task RemoveAsync(Guid id, int version, CancellationToken cancellationToken)
    {
        var row = await RequireRowAsync(id, version, cancellationToken);
        var user = await RequireAsync("", cancellationToken);
        await WriteAsync(user, AuditKind.CredentialRemoved, row, Facts(row, null), cancellationToken);
        await _table.RemoveAsync(id, version, cancellationToken);
    }

    /// <summary>How many machines a text means now; null where it is not one.</summary>
    public int? Count(string machines) => _machines.Count(machines.Trim());

    private static SharedCredentialException Gone() => new("There is no such credential any more.");

    private static byte[] Opened(Func<byte[]> open)
    {
        try
        {
            return open();
        }
        catch (SecretUnreadableException e)
        {
            throw new SharedCredentialException($"Its secret does not open, so it cannot go to another owner: {e.Message}", e);
        }
    }

    private static string Comment(string name) => $"webshell-{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}";

    private static string PrintOf(SharedCredential row) => row.PublicLine?.Split(' ') is [_, var base64, ..]
        ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(base64))).TrimEnd('=')}" : "";

    private static string Print(SharedCredential row) => PrintOf(row) is { Length: > 0 } print ? $" {print}" : "";

    private static SharedCredential Row(SharedDraft draft, Guid id, PortalUser user, DateTimeOffset now) => new()
    {
        Id = id,
        Name = draft.Name,
        NameKey = draft.Name.ToLowerInvariant(),
        Description = draft.Description,
        Owner = draft.Owner,
        Kind = draft.Kind,
        Machines = draft.Machines,
        Login = draft.Login,
        Secret = [],
        AddedAt = now,
        AddedBy = user.Name,
        RotatedAt = now,
        RotatedBy = user.Name,
        Version = 1,
    };

    private static SharedCredential Row(SharedDraft draft, SharedCredential before, int version) => new()
    {
        Id = before.Id,
        Name = draft.Name,
        NameKey = draft.Name.ToLowerInvariant(),
        Description = draft.Description,
        Owner = draft.Owner,
        Kind = before.Kind,
        Machines = draft.Machines,
        Login = draft.Login,
        Secret = before.Secret,
        PublicLine = before.PublicLine,
        AddedAt = before.AddedAt,
        AddedBy = before.AddedBy,
        RotatedAt = before.RotatedAt,
        RotatedBy = before.RotatedBy,
        LastUsedAt = before.LastUsedAt,
        LastUsedBy = before.LastUsedBy,
        LastUsedOn = before.LastUsedOn,
        Version = version,
    };

    private static SharedCredential With(SharedCredential row, byte[] secret, string? publicLine, DateTimeOffset? rotatedAt = null, string? by = null) => new()
    {
        Id = row.Id,
        Name = row.Name,
        NameKey = row.NameKey,
        Description = row.Description,
        Owner = row.Owner,
        Kind = row.Kind,
        Machines = row.Machines,
        Login = row.Login,
        Secret = secret,
        PublicLine = publicLine,
        AddedAt = row.AddedAt,
        AddedBy = row.AddedBy,
        RotatedAt = rotatedAt ?? row.RotatedAt,
        RotatedBy = by ?? row.RotatedBy,
        LastUsedAt = row.LastUsedAt,
        LastUsedBy = row.LastUsedBy,
        LastUsedOn = row.LastUsedOn,
        Version = row.Version,
    };

    private static Dictionary<string, string> Changes(SharedCredential before, SharedCredential after)
    {
        (string Name, string Before, string After)[] fields =
        [
            ("name", before.Name, after.Name), ("description", before.Description, after.Description), ("owner", before.Owner, after.Owner),
            ("machines", before.Machines, after.Machines), ("login", before.Login, after.Login),
        ];
        return fields.Where(field => field.Before != field.After).ToDictionary(field => field.Name, field => AuditEvent.Change(field.Before, field.After));
    }

    private static Dictionary<string, string> Facts(SharedCredential row, int? confirmed)
    {
        var facts = new Dictionary<string, string> { ["kind"] = SharedWords.Kind(row.Kind), ["owner"] = row.Owner, ["machines"] = row.Machines, ["login"] = row.Login };
        if (PrintOf(row) is { Length: > 0 } print)
        {
            facts["public half"] = print;
        }

        if (confirmed is { } count)
        {
            facts["confirmed"] = count.ToString(CultureInfo.InvariantCulture);
        }

        return facts;
    }

    private static SharedChange Change(SharedCredential row, PortalUser user, DateTimeOffset at, SharedAct act, string detail) => new()
    {
        Id = Guid.NewGuid(),
        CredentialId = row.Id,
        At = at,
        By = user.Name,
        Act = act,
        Detail = detail.Length > SharedChange.MaxDetail ? detail[..SharedChange.MaxDetail] : detail,
    };

    private IEnumerable<SharedMachine> Confirmable(string machines, IEnumerable<SharedBinding> confirmed) =>
        _machines.Of(machines, confirmed).Where(machine => machine.State != BindingState.NoHostKey);

    private bool LooksAfter(PortalUser? user, string owner) =>
        _policy.Decide(user, PortalAction.ManageCredentials).IsAllowed || (user is not null && owner.Split(':', 2) switch
        {
            ["user", var name] => name.Equals(user.Name, StringComparison.OrdinalIgnoreCase),
            ["group", var name] => user.Groups.Contains(name, StringComparer.OrdinalIgnoreCase),
            _ => false,
        });

    private async Task<SharedCredential?> RowAsync(Guid id, CancellationToken cancellationToken)
    {
        var user = await _currentUser.GetAsync(cancellationToken);
        return (await _table.ListAsync(cancellationToken)).FirstOrDefault(row => row.Id == id && LooksAfter(user, row.Owner));
    }

    private async Task<SharedCredential> RequireRowAsync(Guid id, int version, CancellationToken cancellationToken)
    {
        var row = await RowAsync(id, cancellationToken) ?? throw Gone();
        return row.Version == version ? row : throw new SharedCredentialException($"Somebody changed {row.Name} meanwhile. Look at it again; nothing was changed.");
    }

    // Whose it is may confirm and rotate; the rest is the administrators'.
    private async ValueTask<PortalUser> RequireAsync(string owner, CancellationToken cancellationToken)
    {
        var user = await _currentUser.GetAsync(cancellationToken);
        return LooksAfter(user, owner) ? user! : throw new UnauthorizedAccessException(_policy.Decide(user, PortalAction.ManageCredentials).Explanation);
    }

    private ValueTask WriteAsync(PortalUser user, AuditKind kind, SharedCredential row, Dictionary<string, string> details, CancellationToken cancellationToken) =>
        _audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, row.Name, details) { From = user.From }, cancellationToken);
}
