using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using WebShell.App.Dialogs;
using WebShell.App.Inventory;
using WebShell.App.Workspace;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.App.Admin.Sources;

/// <summary>
/// <c>/admin/sources/{id}</c>: one source with its history, and the dry run of what it lists. Nothing is taken over before somebody has seen it and said
/// so; "Sync now" is the schedule's look, which is held when it would remove many.
/// </summary>
public sealed partial class SourcePage(
    MachineSources sources, SourceSync sync, MachineStore machines, VmInventory inventory, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private const int MaxTextLength = 200;
    private const int MaxProblemLength = 500;
    private const int MaxMistakes = 20;
    private const int MaxLooks = 50;
    private const int UploadBuffer = 64 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _left = new();
    private SourceLine? _line;
    private IReadOnlyList<SyncRecord> _history = [];
    private IReadOnlyList<string> _others = [];
    private DryRun? _run;
    private SyncRecord? _done;
    private CancellationTokenSource? _look;
    private DateTimeOffset _lookedSince;
    private (long Read, long All)? _upload;
    private int _uploads;
    private string _text = "";
    private string? _problem;
    private string _problemTitle = "";
    private bool _isDenied;
    private bool _isMissing;
    private bool _isStale;
    private bool _isApplying;
    private bool _isEditing;
    private bool _isRemoving;
    private bool _isConfirming;

    [Parameter]
    public string Id { get; set; } = "";

    private bool IsBusy => _look is not null || _isApplying;

    private string MachinesUrl => MachineFilter.FromUrl($"source:\"{_line!.Source.Name}\"", []).Url;

    private string UploadFormats => _line!.Source.Kind == MachineSource.AnyFile
        ? "YAML, CSV, ssh_config, Ansible’s INI, YAML or JSON, or NetBox’s JSON"
        : SourceWords.Kind(_line.Source.Kind);

    private string Progress => _upload is var (read, all)
        ? $"Uploading, {Mebibytes(read)} of {Mebibytes(all)} MiB"
        : $"Reading and comparing, {Durations.Of(time.GetUtcNow() - _lookedSince)}";

    public void Dispose()
    {
        sync.Changed -= OnChanged;
        inventory.Changed -= OnMachines;
        _left.Cancel();
    }

    protected override void OnInitialized()
    {
        sync.Changed += OnChanged;
        inventory.Changed += OnMachines;
    }

    protected override Task OnParametersSetAsync()
    {
        // From one source's page straight to another's: nothing of the first is about the second.
        if (_line is not null && _line.Source.Id != Id)
        {
            _look?.Cancel();
            (_line, _run, _done, _problem, _history) = (null, null, null, null, []);
        }

        return ReadAsync();
    }

    private static string Mebibytes(long bytes) => $"{bytes / 1024.0 / 1024.0:0.0}";

    private static string DoneTitle(SyncRecord record) => record.Outcome switch
    {
        SyncOutcome.Held => "Nothing was changed.",
        SyncOutcome.Failed => "It could not be read.",
        SyncOutcome.Unchanged => "It says what is known already.",
        _ => "Done.",
    };

    // What was done is told without what there was none of; why nothing was done, in full.
    private static string DoneText(SyncRecord record) => record.Outcome is SyncOutcome.Held or SyncOutcome.Failed
        ? ForeignText.Clean(record.Sentence, SyncRecord.MaxSentenceLength)
        : $"{SourceWords.Outcome(record)}.";

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    });

    private void OnMachines() => _ = InvokeAsync(() =>
    {
        if (_run is not null && !_isApplying)
        {
            _isStale = _run.Plan.Revision != machines.Now.Revision;
            StateHasChanged();
        }
    });

    private Task ReadAsync() => TryAsync("The source cannot be read.", async () =>
    {
        _isDenied = !await sources.MayUseAsync(_left.Token);
        if (_isDenied)
        {
            return;
        }

        var lines = await SourceLine.ListAsync(sources, _left.Token);
        _line = lines.FirstOrDefault(line => line.Source.Id == Id);
        _isMissing = _line is null;
        _others = [.. lines.Where(line => line.Source.Id != Id).Select(line => line.Source.Name)];
        _history = _isMissing ? [] : await sources.HistoryAsync(Id, MaxLooks, _left.Token);
    });

    private Task LookAtIt() => LookAsync(token => sources.ReadAsync(_line!.Source, token));

    private async Task Upload(IBrowserFile file)
    {
        if (file.Size > ListingReader.MaxFileBytes)
        {
            (_problemTitle, _problem) = ("It was not read.", $"The file has {Mebibytes(file.Size)} MiB; at most {ListingReader.MaxFileBytes / 1024 / 1024} are read.");
            _uploads++;
            return;
        }

        await LookAsync(async token =>
        {
            using var content = await ReceiveAsync(file, token);
            return await Task.Run(() => sources.ReadUploadAsync(_line!.Source, file.Name, content, token), token);
        });

        // The browser tells of the same file again only in an input of its own.
        _uploads++;
    }

    private async Task<MemoryStream> ReceiveAsync(IBrowserFile file, CancellationToken cancellationToken)
    {
        var content = new MemoryStream((int)file.Size);
        _upload = (0, file.Size);
        try
        {
            await using var sent = file.OpenReadStream(ListingReader.MaxFileBytes, cancellationToken);
            var buffer = new byte[UploadBuffer];
            int read;
            while ((read = await sent.ReadAsync(buffer, cancellationToken)) > 0)
            {
                content.Write(buffer, 0, read);
                _upload = (content.Length, file.Size);
            }

            content.Position = 0;
            return content;
        }
        finally
        {
            _upload = null;
        }
    }

    private async Task LookAsync(Func<CancellationToken, Task<Listing>> read)
    {
        if (IsBusy)
        {
            return;
        }

        using var look = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
        (_look, _lookedSince, _problem, _done, _text) = (look, time.GetUtcNow(), null, null, "");
        try
        {
            await TryAsync("It could not be read, and nothing was changed.", async () =>
            {
                var listing = await read(look.Token);
                _run = await DryRun.StartAsync(sources, _line!.Source, listing, look.Token);
                _isStale = false;
            });
        }
        finally
        {
            _look = null;
        }
    }

    private Task Take((IReadOnlyList<string> Ids, bool IsTaken) choice) =>
        TryAsync("It could not be compared.", () => _run!.TakeAsync(choice.Ids, choice.IsTaken, _left.Token));

    private Task CompareAgain() => TryAsync("It could not be compared.", async () =>
    {
        await _run!.CompareAgainAsync(_left.Token);
        _isStale = _run.Plan.Revision != machines.Now.Revision;
    });

    private void Discard() => (_run, _problem) = (null, null);

    private Task Apply()
    {
        _isConfirming = _run!.Plan.RemovesMany;
        return _isConfirming ? Task.CompletedTask : ApplyAsync();
    }

    private Task RemovalAnswered(bool isMeant)
    {
        _isConfirming = false;
        return isMeant ? ApplyAsync() : Task.CompletedTask;
    }

    private async Task ApplyAsync()
    {
        if (IsBusy)
        {
            return;
        }

        _isApplying = true;
        try
        {
            await TryAsync("Nothing was changed.", async () =>
            {
                _done = await _run!.ApplyAsync(_left.Token);
                _run = null;
                await ReadAsync();
            });
        }
        finally
        {
            _isApplying = false;
            _isStale = _run is not null && _run.Plan.Revision != machines.Now.Revision;
        }
    }

    private Task SyncNow()
    {
        (_problem, _done) = (null, null);
        return TryAsync("It was not looked at.", async () =>
        {
            _done = await sources.SyncAsync(_line!.Source, _left.Token);
            await ReadAsync();
        });
    }

    private void Edit() => _isEditing = true;

    private Task Saved()
    {
        _isEditing = false;
        return ReadAsync();
    }

    private async Task RemoveAnswered(bool isMeant)
    {
        _isRemoving = false;
        if (isMeant)
        {
            await TryAsync("Nothing was changed.", async () =>
            {
                await sources.RemoveAsync(_line!.Source, _left.Token);
                navigation.NavigateTo(AdminPaths.Sources);
            });
        }
    }

    private async Task TryAsync(string title, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is InventoryException or IOException or UnauthorizedAccessException)
        {
            (_problemTitle, _problem) = (title, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The page is left, or the look was cancelled: nothing was changed, and there is nothing to say.
        }
    }
}
