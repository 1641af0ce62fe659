using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.App.Admin;

public sealed partial class ImportKeysDialog(HostKeyBook keys) : IDisposable
{
    private const int MaxProblemLength = 300;

    /// <summary>What surely fits into one message from the browser (32 KB); a file comes in pieces and may be larger.</summary>
    private const int MaxPasted = 24_000;

    /// <summary>How often the number of lines that were compared is shown anew.</summary>
    private const int LinesPerSign = 200;

    private readonly CancellationTokenSource _left = new();
    private ModalDialog? _dialog;
    private HostKeyImportPlan? _plan;
    private List<HostKeyImportRow> _rows = [];
    private string _text = "";
    private string? _problem;
    private int? _linesRead;
    private int _changes;

    /// <summary>The dialog is done with, whatever came of it.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private string Summary => string.Join(", ", _plan!.Rows.GroupBy(row => row.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Count():N0} {Counted(group.Key)}")) + ".";

    public void Dispose() => _left.Cancel();

    private static string What(HostKeyImportOutcome outcome) => outcome switch
    {
        HostKeyImportOutcome.Pins => "pin",
        HostKeyImportOutcome.Revokes => "revoke",
        HostKeyImportOutcome.Known => "is there",
        HostKeyImportOutcome.Conflicts => "conflict",
        HostKeyImportOutcome.NoMachine => "no machine",
        HostKeyImportOutcome.NotSupported => "not taken",
        _ => "unreadable",
    };

    private static string Counted(HostKeyImportOutcome outcome) => outcome switch
    {
        HostKeyImportOutcome.Pins => "to pin",
        HostKeyImportOutcome.Revokes => "to revoke",
        HostKeyImportOutcome.Known => "there already",
        HostKeyImportOutcome.Conflicts => "in conflict with what is pinned",
        HostKeyImportOutcome.NoMachine => "of no machine here",
        HostKeyImportOutcome.NotSupported => "that cannot be taken",
        _ => "that cannot be read",
    };

    private async Task ReadFile(InputFileChangeEventArgs choice)
    {
        try
        {
            using var reader = new StreamReader(choice.File.OpenReadStream(HostKeyImport.MaxLength, _left.Token), Encoding.UTF8);
            _text = await reader.ReadToEndAsync(_left.Token);
        }
        catch (IOException)
        {
            _problem = "The file is larger than 4 MiB, or could not be read.";
            return;
        }

        await PlanAsync();
    }

    private Task PlanText() => _text.Length == 0 ? Task.FromResult(_problem = "Choose a file first, or paste its text.") : PlanAsync();

    private async Task PlanAsync()
    {
        (_problem, _linesRead) = (null, 0);
        try
        {
            _plan = await keys.PlanAsync(_text, new Progress<int>(ShowLine), _left.Token);
            _rows = [.. _plan.Rows.OrderBy(row => row.IsChange ? 0 : row.Outcome == HostKeyImportOutcome.Known ? 2 : 1).ThenBy(row => row.Line)];
            _changes = _plan.Changes.Count();
        }
        catch (Exception e) when (e is FormatException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _problem = e.Message;
        }
        finally
        {
            _linesRead = null;
        }
    }

    private void ShowLine(int line)
    {
        if (line % LinesPerSign == 0 && _linesRead is not null)
        {
            _linesRead = line;
            StateHasChanged();
        }
    }

    private async Task Apply(MouseEventArgs click)
    {
        if (!_dialog!.Takes(click))
        {
            return;
        }

        try
        {
            await keys.ApplyAsync(_plan!, _left.Token);
            await OnDone.InvokeAsync();
        }
        catch (Exception e) when (e is HostKeyChangeException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            (_plan, _problem) = (null, e.Message);
        }
    }
}
