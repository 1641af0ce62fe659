using WebShell.Core.Accounts;

namespace WebShell.App.Admin.People;

/// <summary><c>/admin/people</c>: who may sign in, what they are to the portal, and the groups that rules name. For who manages accounts.</summary>
public sealed partial class PeoplePage(AccountEditor editor, AccountBook book, TimeProvider time)
{
    private const int MaxTextLength = 200;

    private AccountSet? _set;
    private List<Core.Accounts.Account> _shown = [];
    private List<AccountGroup> _groups = [];
    private string _text = "";
    private PersonDraft? _editing;
    private GroupDraft? _editingGroup;
    private (string Name, string Token)? _link;

    protected override string Unreadable => "The accounts cannot be read.";

    protected override void Listen() => book.Changed += OnChanged;

    protected override void Unlisten() => book.Changed -= OnChanged;

    protected override async Task ReadAsync()
    {
        _set = await editor.ReadAsync(Left);
        IsDenied = _set is null;
        Filter();
    }

    protected override bool IsTold(Exception e) => e is AccountException || base.IsTold(e);

    private void OnText(string? text)
    {
        _text = text ?? "";
        Filter();
    }

    private void Filter()
    {
        var words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _shown = _set is not { } set ? [] : [.. set.Accounts.Where(account => words.All(word => PeopleWords.Matches(set, account, word))).OrderBy(account => account.Name, StringComparer.Ordinal)];
        _groups = [.. (_set?.Groups ?? []).Where(group => words.All(word => group.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private void ShowLink((string Name, string Token) link) => (_editing, _link) = (null, link);
}
