using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// A login of a rule. <c>*</c> and a name give only logins that the machine lists; <c>{user}</c> stands for the person's own name, which
/// no machine lists, and never becomes root. What is denied is denied however its letters are cased.
/// </summary>
internal sealed class LoginPattern(string text)
{
    public const string Any = "*";
    public const string User = "{user}";
    private const string Root = "root";

    public bool IsAny => text == Any;

    private bool IsTemplate => text.Contains(User, StringComparison.Ordinal);

    public bool Gives(string login, AccessPerson person, IReadOnlyList<string> listed) => IsTemplate
        ? login == Own(person)
        : (IsAny || login == text) && listed.Contains(login, StringComparer.Ordinal);

    public bool Takes(string login, AccessPerson person) =>
        IsAny || login.Equals(text.Replace(User, person.Name, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>The login that the template gives this person, or null: it is none, or their name makes no login.</summary>
    public string? Own(AccessPerson person)
    {
        if (!IsTemplate)
        {
            return null;
        }

        var login = text.Replace(User, person.Name, StringComparison.Ordinal);
        return VmValidation.Login(login) is null && !login.Equals(Root, StringComparison.OrdinalIgnoreCase) ? login : null;
    }

    /// <summary>Null, or the sentence that names the mistake.</summary>
    public static string? Check(string text)
    {
        var at = text.IndexOf(User, StringComparison.Ordinal);
        var name = at < 0 ? text : text.Remove(at, User.Length).Insert(at, "u");
        return text == Any || VmValidation.Login(name) is null
            ? null
            : $"{VmValidation.Quoted(text)} is not a login: a user name, one with {User} in it, or {Any} for all.";
    }
}
