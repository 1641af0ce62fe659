using WebShell.Core.Ssh.HostKeys;

namespace WebShell.App.Admin;

/// <summary><c>/admin/host-keys</c>: the pinned and revoked keys, those that wait for a decision, import and export. For administrators.</summary>
public sealed partial class HostKeysPage(HostKeyBook keys, TimeProvider time) : IDisposable
{
    private const int MaxTextLength = 200;
    private const int MaxProblemLength = 500;

    private readonly CancellationTokenSource _left = new();
    private HostKeyListing? _all;
    private List<HostKeyLine> _shown = [];
    private string _text = "";
    private string? _problem;
    private string _problemTitle = "";
    private bool _isDenied;
    private bool _isImporting;
    private RefusedLine? _deciding;
    private HostKeyLine? _removing;
    private HostKeyLine? _revoking;

    public void Dispose()
    {
        keys.Changed -= OnChanged;
        _left.Cancel();
    }

    protected override void OnInitialized() => keys.Changed += OnChanged;

    protected override Task OnParametersSetAsync() => ReadAsync();

    private static string Count(int count) => count == 1 ? "1 key" : $"{count:N0} keys";

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    });

    private Task Reload()
    {
        _problem = null;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _all = await keys.ListAsync(_left.Token);
            _isDenied = _all is null;
            Filter();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Say("The pinned keys cannot be read, so no machine is trusted and nothing connects.", e.Message);
        }
    }

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
        return isMeant ? DoAsync(() => keys.ReplaceAsync(deciding.Shown, _left.Token)) : Task.CompletedTask;
    }

    private Task Removed(bool isMeant)
    {
        var removing = _removing!;
        _removing = null;
        return isMeant ? DoAsync(() => keys.RemoveAsync(removing.Entry.Names, removing.Entry.Pin.Key, _left.Token)) : Task.CompletedTask;
    }

    private Task Revoked(bool isMeant)
    {
        var revoking = _revoking!;
        _revoking = null;
        return isMeant ? DoAsync(() => keys.RevokeAsync(revoking.Entry.Names, revoking.Entry.Pin.Key, _left.Token)) : Task.CompletedTask;
    }

    private Task Imported()
    {
        _isImporting = false;
        return Reload();
    }

    private async Task DoAsync(Func<Task> act)
    {
        try
        {
            await act();
            await Reload();
        }
        catch (Exception e) when (e is HostKeyChangeException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Reload();
            Say("Nothing was changed.", e.Message);
        }
    }

    private void Say(string title, string problem) => (_problemTitle, _problem) = (title, problem);
}
