using WebShell.Core.Audit;
using WebShell.Core.Credentials.Shared;

namespace WebShell.App.Admin.Credentials;

/// <summary><c>/admin/credentials</c>: the credentials that several use, the machines each is for, and what waits for somebody to look. Nobody sees a secret here.</summary>
public sealed partial class CredentialsPage(SharedDesk desk, TimeProvider time)
{
    private const int MaxTextLength = 200;

    private IReadOnlyList<SharedLine>? _lines;
    private List<SharedLine> _shown = [];
    private SharedDetails? _details;
    private Guid? _selected;
    private string _text = "";
    private bool _isEditing;
    private SharedLine? _editing;
    private SharedLine? _rotating;
    private SharedLine? _removing;

    protected override string Unreadable => "The shared credentials cannot be read.";

    protected override async Task ReadAsync()
    {
        IsDenied = !await desk.MayManageAsync(Left);
        _lines = IsDenied ? null : await desk.ListAsync(Left);
        _details = _selected is { } id && !IsDenied ? await desk.FindAsync(id, Left) : null;
        _selected = _details?.Line.Id;
        Filter();
    }

    protected override bool IsTold(Exception e) => e is SharedCredentialException or AuditException || base.IsTold(e);

    private void OnText(string? text)
    {
        _text = text ?? "";
        Filter();
    }

    private void Filter()
    {
        var words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _shown = [.. (_lines ?? []).Where(line => words.All(word => CredentialWords.Matches(line, word)))];
    }

    private Task SelectAsync(Guid id)
    {
        _selected = _selected == id ? null : id;
        return ReloadAsync();
    }

    private void Edit(SharedLine? line) => (_isEditing, _editing) = (true, line);

    private void Close() => (_selected, _details) = (null, null);

    private Task SavedAsync()
    {
        (_isEditing, _rotating) = (false, null);
        return ReloadAsync();
    }

    private Task RemovedAsync(bool isMeant)
    {
        var removing = _removing!;
        _removing = null;
        return isMeant ? DoAsync(() => desk.RemoveAsync(removing.Id, removing.Version, Left)) : Task.CompletedTask;
    }
}
