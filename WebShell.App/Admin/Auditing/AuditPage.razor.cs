using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using WebShell.Core.Audit;

namespace WebShell.App.Admin.Auditing;

/// <summary><c>/admin/audit</c>: the events that match <c>?q=</c>, the newest first, one in detail, the state of the chain. New ones come by themselves.</summary>
public sealed partial class AuditPage(AuditBook book, NavigationManager navigation, TimeProvider time)
{
    private const string Today = "day:today";
    private const int MaxFindingsShown = 5;
    private const int BarHeight = 28;

    /// <summary>Fewer bars are no picture of anything.</summary>
    private const int LeastBars = 6;

    /// <summary>Somebody who types is not done before this.</summary>
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How late a new event may be shown, whichever node wrote it.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private string _text = Today;
    private AuditListing? _listing;
    private IReadOnlyList<AuditBar> _bars = [];
    private Virtualize<AuditRow>? _rows;
    private AuditRow? _chosen;
    private IReadOnlyList<AuditRow> _following = [];
    private AuditVerdict? _verdict;
    private bool _isVerifying;
    private int _edition;
    private ITimer? _timer;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    protected override string Unreadable => "The audit log cannot be read.";

    private AuditVerdict? Verdict => _verdict ?? book.LastVerdict;

    private bool IsOneDay => _listing?.Query is { FirstDay: { } first, LastDay: { } last } && first == last;

    protected override void Listen() => _timer = time.CreateTimer(_ => Follow(), null, LookInterval, LookInterval);

    protected override void Unlisten() => _timer?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (_listing is not null && Q is not null && Q != _text)
        {
            _text = Q;
            await ReloadAsync();
        }
    }

    protected override async Task ReadAsync()
    {
        IsDenied = !await book.MayUseAsync(Left);
        if (IsDenied)
        {
            return;
        }

        if (_listing is null && Q is not null)
        {
            _text = Q;
        }

        var edition = ++_edition;
        var listing = await book.FindAsync(_text, Left);
        if (edition == _edition)
        {
            _listing = listing;
            await ShowAsync();
        }
    }

    private int Height(AuditBar bar) => bar.Count == 0 ? 0 : Math.Max(2, BarHeight * bar.Count / _bars.Max(other => other.Count));

    private async Task OnText(string? text)
    {
        _text = text ?? "";
        var edition = ++_edition;
        await Task.Delay(TypingPause, time, Left);
        if (edition == _edition)
        {
            await ReloadAsync();
            navigation.NavigateTo($"{AdminPaths.Audit}?q={Uri.EscapeDataString(_text)}", replace: true);
        }
    }

    private async ValueTask<ItemsProviderResult<AuditRow>> RowsAsync(ItemsProviderRequest request)
    {
        if (_listing is not { } listing)
        {
            return new ItemsProviderResult<AuditRow>([], 0);
        }

        var rows = await book.RowsAsync(listing, request.StartIndex, request.Count, request.CancellationToken);
        return new ItemsProviderResult<AuditRow>(rows, (int)Math.Min(listing.Count, int.MaxValue));
    }

    private async Task ChooseAsync(AuditRow row)
    {
        (_chosen, _following) = (row, []);
        _following = await book.FollowingAsync(row, Left);
    }

    private async Task VerifyAsync()
    {
        _isVerifying = true;
        try
        {
            await DoAsync(async () => _verdict = await book.VerifyAsync(Left));
        }
        finally
        {
            _isVerifying = false;
        }
    }

    private async Task ShowAsync()
    {
        _bars = _listing!.Histogram(time.GetUtcNow());
        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
        }
    }

    // A look that fails says nothing: the next one comes, and what is shown stays true.
    private void Follow() => _ = InvokeAsync(async () =>
    {
        try
        {
            if (!Left.IsCancellationRequested && _listing is { } listing && Problem is null && await book.FollowAsync(listing, Left) && listing == _listing)
            {
                await ShowAsync();
                StateHasChanged();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // Somebody who may no longer is told at the next act.
        }
    });
}
