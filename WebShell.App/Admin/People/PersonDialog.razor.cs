using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Accounts;

namespace WebShell.App.Admin.People;

/// <summary>Adds a person or changes one; what ends or takes something asks once more.</summary>
public sealed partial class PersonDialog(AccountEditor editor) : IDisposable
{
    private const int MaxTyped = 300;

    private readonly CancellationTokenSource _left = new();
    private ModalDialog? _dialog;
    private string? _problem;
    private PersonAct? _act;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required PersonDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required AccountSet Set { get; set; }

    /// <summary>A link was made for this person, to be shown once.</summary>
    [Parameter]
    public EventCallback<(string Name, string Token)> OnLink { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private Core.Accounts.Account? Basis => Draft.Basis;

    public void Dispose() => _left.Cancel();

    private static string Verb(PersonAct act) => act switch
    {
        PersonAct.SignOut => "End them",
        PersonAct.Reset => "Reset",
        PersonAct.Disable => "Disable",
        PersonAct.Enable => "Enable",
        _ => "Remove for good",
    };

    private string Meaning(PersonAct act) => act switch
    {
        PersonAct.SignOut => $"Every page that {Basis!.Name} has open leads to the sign-in.",
        PersonAct.Reset => $"{Basis!.Name}’s password, authenticator, recovery codes and passkeys are forgotten and every sign-in ends. You get a link for a new password.",
        PersonAct.Disable => $"{Basis!.Name} can no longer sign in. Every sign-in and every shell ends within seconds.",
        PersonAct.Enable => $"{Basis!.Name} can sign in again.",
        _ => $"{Basis!.Name} is gone for good, with their groups. Sessions and audit keep the name.",
    };

    private void Toggle(string groupId)
    {
        if (!Draft.Groups.Remove(groupId))
        {
            Draft.Groups.Add(groupId);
        }
    }

    private Task Save(MouseEventArgs click) => DoAsync(click, async () =>
    {
        if (Basis is null)
        {
            var (account, token) = await editor.AddAsync(Draft.ToAccount(), _left.Token);
            await OnLink.InvokeAsync((account.Name, token));
        }
        else
        {
            await editor.ChangeAsync(Basis, Draft.ToAccount(), _left.Token);
            await OnClose.InvokeAsync();
        }
    });

    private Task Act(MouseEventArgs click) => DoAsync(click, async () =>
    {
        var basis = Basis!;
        switch (_act)
        {
            case PersonAct.Reset:
                await OnLink.InvokeAsync((basis.Name, await editor.ResetAsync(basis, _left.Token)));
                return;
            case PersonAct.SignOut:
                await editor.SignOutAsync(basis, _left.Token);
                break;
            case PersonAct.Disable or PersonAct.Enable:
                await editor.SetDisabledAsync(basis, _act == PersonAct.Disable, _left.Token);
                break;
            case PersonAct.Remove:
                await editor.RemoveAsync(basis, _left.Token);
                break;
        }

        await OnClose.InvokeAsync();
    });

    private async Task DoAsync(MouseEventArgs click, Func<Task> act)
    {
        if (_isBusy || !_dialog!.Takes(click))
        {
            return;
        }

        (_isBusy, _problem) = (true, null);
        try
        {
            await act();
        }
        catch (Exception e) when (e is AccountException or UnauthorizedAccessException or IOException)
        {
            (_problem, _act) = (e.Message, null);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private enum PersonAct
    {
        SignOut,
        Reset,
        Disable,
        Enable,
        Remove,
    }
}
