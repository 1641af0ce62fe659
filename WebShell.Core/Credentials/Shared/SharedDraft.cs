using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>What a form says of a shared credential, but for the secret.</summary>
public sealed record SharedDraft
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary><c>user:NAME</c>, <c>group:NAME</c>, or empty: the administrators alone.</summary>
    public string Owner { get; init; } = "";

    public SharedKind Kind { get; init; }

    public string Machines { get; init; } = "";

    public string Login { get; init; } = "";

    public static SharedDraft Of(SharedCredential row) => new()
    {
        Name = row.Name,
        Description = row.Description,
        Owner = row.Owner,
        Kind = row.Kind,
        Machines = row.Machines,
        Login = row.Login,
    };

    /// <summary>Without blanks at the ends, and each mistake with its field.</summary>
    public (SharedDraft Draft, IReadOnlyList<FieldMistake> Mistakes) Read()
    {
        var draft = this with { Name = Name.Trim(), Description = Description.Trim(), Owner = Owner.Trim(), Machines = Machines.Trim(), Login = Login.Trim() };
        (string Field, string? Sentence)[] checks =
        [
            ("name", draft.Name.Length is 0 or > SharedCredential.MaxName ? $"Give it a name of 1 to {SharedCredential.MaxName} characters." : VmValidation.Text("The name", draft.Name)),
            ("description", draft.Description.Length > SharedCredential.MaxDescription ? $"At most {SharedCredential.MaxDescription} characters." : VmValidation.Text("The description", draft.Description)),
            ("owner", Owned(draft.Owner)),
            ("kind", Enum.IsDefined(draft.Kind) ? null : "There is no such kind."),
            ("machines", SharedScope.Check(draft.Machines)),
            ("login", draft.Login == SharedCredential.AnyLogin ? null : VmValidation.Login(draft.Login) is null ? null : "A user name on the machines, or * for any."),
        ];
        return (draft, [.. checks.Where(check => check.Sentence is not null).Select(check => new FieldMistake(check.Field, check.Sentence!))]);
    }

    private static string? Owned(string owner) =>
        owner.Length == 0 ? null
        : owner.Split(':', 2) is not ["user" or "group", { Length: > 0 } name] || name.Trim() != name ? "user:NAME, group:NAME, or nothing: the administrators alone."
        : owner.Length > SharedCredential.MaxOwner ? $"At most {SharedCredential.MaxOwner} characters."
        : VmValidation.Text("The owner", owner);
}
