using Microsoft.AspNetCore.Components;
using WebShell.App.Dialogs;
using WebShell.Core.Inventory;
using WebShell.Core.Requests;

namespace WebShell.App.Requests;

/// <summary><c>/access?machine=</c>: asks for access by a machine's name, which is answered the same whether there is one or not, and shows what became of it.</summary>
public sealed partial class AccessPage(RequestDesk desk, TimeProvider time) : IDisposable
{
    public const string Path = "access";

    private const int MaxProblemLength = 500;

    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<TimeSpan> _offered = [];
    private IReadOnlyList<AskedAccess>? _mine;
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private bool? _mayAsk;
    private bool _isBusy;
    private string? _problem;
    private string? _said;
    private string _machine = "";
    private string _login = "";
    private string _why = "";
    private TimeSpan _wanted;

    /// <summary>What the field begins with.</summary>
    [SupplyParameterFromQuery(Name = "machine")]
    public string? Machine { get; set; }

    /// <summary>As whom at first.</summary>
    [SupplyParameterFromQuery(Name = "login")]
    public string? Login { get; set; }

    private TimeProvider Time => time;

    public void Dispose()
    {
        desk.Changed -= OnChanged;
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        (_machine, _login) = (ForeignText.Clean(Machine), ForeignText.Clean(Login));
        (_offered, _wanted) = (desk.Options.Offered(), desk.Options.Preferred());
        desk.Changed += OnChanged;
        await ReadAsync();
    }

    private async Task ReadAsync() => (_mayAsk, _mine) = (await desk.MayAskAsync(_left.Token), await desk.MineAsync(_left.Token));

    private Task AskAsync() => DoAsync(async () =>
    {
        var outcome = await desk.AskAsync(_machine, _login, _why, _wanted, _left.Token);
        (_mistakes, _problem) = (outcome.Mistakes, outcome.Refusal);
        if (outcome.Done is not null)
        {
            (_machine, _login, _why, _said) = ("", "", "", "Asked. You are told here when somebody answers.");
        }
    });

    private Task WithdrawAsync(AskedAccess asked) => DoAsync(async () => _problem = (await desk.WithdrawAsync(asked.Id, _left.Token)).Refusal);

    private async Task DoAsync(Func<Task> act)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _problem, _said) = (true, null, null);
        try
        {
            await act();
            await ReadAsync();
        }
        catch (Exception e) when (e is RequestException or IOException or UnauthorizedAccessException)
        {
            _problem = e.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        if (!_left.IsCancellationRequested)
        {
            await ReadAsync();
            StateHasChanged();
        }
    });
}
