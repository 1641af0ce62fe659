using System.Data.Common;
using WebShell.Core.Audit;
using WebShell.Core.Credentials.Shared;

namespace WebShell.App.Account;

/// <summary>The shared credentials that somebody owns without being an administrator: what waits for them, and rotating. Others' look like ones that are not there.</summary>
public sealed partial class MySharedSection(SharedDesk desk)
{
    private const int MaxFault = 500;
    private const string NoAnswer = "The database does not answer. Try again in a moment.";

    private IReadOnlyList<SharedLine>? _lines;
    private SharedDetails? _details;
    private SharedLine? _rotating;
    private string? _fault;

    protected override Task OnInitializedAsync() => DoAsync(() => Task.CompletedTask);

    private Task LookAsync(Guid id) => DoAsync(async () => _details = _details?.Line.Id == id ? null : await desk.FindAsync(id, CancellationToken.None));

    private Task ConfirmAsync(Guid id, IReadOnlyList<SharedMachine> shown) => DoAsync(() => desk.ConfirmAsync(id, shown, CancellationToken.None));

    private Task RotatedAsync()
    {
        _rotating = null;
        return DoAsync(() => Task.CompletedTask);
    }

    // Read again in any case: what was refused may have been changed by somebody else.
    private async Task DoAsync(Func<Task> act)
    {
        _fault = null;
        try
        {
            await act();
        }
        catch (Exception e) when (e is SharedCredentialException or AuditException or UnauthorizedAccessException)
        {
            _fault = e.Message;
        }
        catch (DbException)
        {
            _fault = NoAnswer;
        }

        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _lines = await desk.MayManageAsync(CancellationToken.None) ? [] : await desk.ListAsync(CancellationToken.None);
            _details = _details is { } open && _lines.Count > 0 ? await desk.FindAsync(open.Line.Id, CancellationToken.None) : null;
        }
        catch (DbException)
        {
            _fault = NoAnswer;
        }
    }
}
