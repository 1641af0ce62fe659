using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Rules;

public sealed partial class ApplyRulesDialog(RuleEditor editor, RuleImpacts impacts) : IDisposable
{
    private const int MaxProblems = 20;
    private const int MaxProblemLength = 500;
    private const int MaxShown = 100;

    /// <summary>What surely fits into one message from the browser (32 KB); a file comes in pieces and may be larger.</summary>
    private const int MaxPasted = 24_000;

    /// <summary>A character may take four bytes.</summary>
    private const long MaxFileBytes = 4L * RuleFile.MaxCharacters;

    private readonly CancellationTokenSource _left = new();
    private ModalDialog? _dialog;
    private string _text = "";
    private string _why = "";
    private IReadOnlyList<string> _problems = [];
    private IReadOnlyList<FieldMistake> _mistakes = [];
    private IReadOnlyList<AccessRule> _rules = [];
    private RuleDiff? _diff;
    private RuleImpact? _impact;
    private long _edition;
    private bool _isBusy;

    /// <summary>The dialog is done with, whatever came of it.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private string Summary => $"{_diff!.Added.Count} new, {_diff.Changed.Count} changed, {_diff.Removed.Count} to remove. Nothing has been changed yet.";

    public void Dispose() => _left.Cancel();

    private async Task ReadFile(InputFileChangeEventArgs choice)
    {
        try
        {
            using var reader = new StreamReader(choice.File.OpenReadStream(MaxFileBytes, _left.Token), Encoding.UTF8);
            _text = await reader.ReadToEndAsync(_left.Token);
        }
        catch (IOException)
        {
            _problems = ["The file is too large, or could not be read."];
            return;
        }

        await CompareAsync();
    }

    private Task CompareAsync() => DoAsync(async () =>
    {
        var reading = RuleFile.Read(_text, _left.Token);
        _problems = _text.Trim().Length == 0 ? ["Choose a file first, or paste its text."] : reading.Mistakes;
        if (_problems.Count == 0 && await editor.ReadAsync(_left.Token) is { } now)
        {
            var diff = RuleDiff.Of(now.Plain, reading.Rules);
            _impact = await impacts.OfAsync(reading.Rules, _left.Token);
            (_rules, _edition, _diff) = (reading.Rules, now.Edition, diff);
        }
    });

    private Task Apply(MouseEventArgs click) => _isBusy || !_dialog!.Takes(click) ? Task.CompletedTask : DoAsync(async () =>
    {
        var outcome = await editor.ApplyAsync(_edition, _rules, _why.Trim(), _left.Token);
        _mistakes = outcome.Mistakes;
        if (outcome.IsSaved)
        {
            await OnDone.InvokeAsync();
        }
        else if (outcome.Conflict is { } conflict)
        {
            (_diff, _problems) = (null, [conflict.Sentence]);
        }
    });

    private async Task DoAsync(Func<Task> act)
    {
        (_isBusy, _problems) = (true, []);
        try
        {
            await act();
        }
        catch (Exception e) when (e is RuleException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _problems = [e.Message];
        }
        finally
        {
            _isBusy = false;
        }
    }
}
