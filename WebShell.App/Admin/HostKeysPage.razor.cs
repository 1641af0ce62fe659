using WebShell.Core.Ssh.HostKeys;

namespace WebShell.App.Admin;

/// <summary><c>/admin/host-keys</c>: the pinned and revoked keys, those that wait for a decision, import and export. For who looks after them.</summary>
public sealed partial class HostKeysPage(HostKeyBook keys, TimeProvider time)
{
    private const int MaxTextLength = 200;

    private HostKeyListing? _all;
    private List<HostKeyLine> _shown = [];
    private string _text = "";
    private bool _isImporting;
    private RefusedLine? _deciding;
    private HostKeyLine? _removing;
    private HostKeyLine? _revoking;

    protected override string Unreadable => "The pinned keys cannot be read, so no machine is trusted and nothing connects.";

    protected override void Listen() => keys.Changed += OnChanged;

    protected override void Unlisten() => keys.Changed -= OnChanged;

    protected override async Task ReadAsync()
    {
        _all = await keys.ListAsync(Left);
        IsDenied = _all is null;
        Filter();
    }

    protected override bool IsTold(Exception e) => e is HostKeyChangeException || base.IsTold(e);

    private static string Count(int count) => count == 1 ? "1 key" : $"{count:N0} keys";

    private void OnText(string? text)
    {
        _text = text ?? "";
        Filter();
    }

    private void Filter()
    {
        var words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _shown = [.. (_all?.Keys ?? []).Where(line => words.All(word => HostKeyWords.Matches(line, word)))];
    }

    private Task Decided(bool isMeant)
    {
        var deciding = _deciding!;
        _deciding = null;
        return isMeant ? DoAsync(() => keys.ReplaceAsync(deciding.Shown, Left)) : Task.CompletedTask;
    }

    private Task Removed(bool isMeant)
    {
        var removing = _removing!;
        _removing = null;
        return isMeant ? DoAsync(() => keys.RemoveAsync(removing.Entry.Names, removing.Entry.Pin.Key, Left)) : Task.CompletedTask;
    }

    private Task Revoked(bool isMeant)
    {
        var revoking = _revoking!;
        _revoking = null;
        return isMeant ? DoAsync(() => keys.RevokeAsync(revoking.Entry.Names, revoking.Entry.Pin.Key, Left)) : Task.CompletedTask;
    }

    private Task Imported()
    {
        _isImporting = false;
        return ReloadAsync();
    }
}
