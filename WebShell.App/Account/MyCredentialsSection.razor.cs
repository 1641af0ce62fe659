using System.Data.Common;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;

namespace WebShell.App.Account;

/// <summary>What somebody stored to sign in to machines with: made, rotated, removed, and when it was last used; never shown.</summary>
public sealed partial class MyCredentialsSection
{
    private const int MaxFault = 500;

    private IReadOnlyList<SavedCredentialLine>? _lines;
    private SavedCredentialLine? _removing;
    private SavedCredentialLine? _rotating;
    private ModalDialog? _dialog;
    private string? _fault;
    private string? _publicLine;
    private string? _password;
    private string _name = "";
    private bool _isMaking;

    protected override Task OnInitializedAsync() => LoadAsync();

    private static string KindOf(SavedCredentialLine line) => line.Kind == SavedCredentialKind.Password ? "Password" : "Private key";

    private async Task LoadAsync()
    {
        try
        {
            _lines = await Mine.ListAsync(CancellationToken.None);
        }
        catch (DbException)
        {
            _fault = "The database does not answer. Try again in a moment.";
        }
    }

    private Task Make(MouseEventArgs click) => DoAsync(click, async () =>
    {
        _isMaking = false;
        _publicLine = await Mine.MakeKeyAsync(_name, CancellationToken.None);
        _name = "";
    });

    private Task RotateAsync(MouseEventArgs click, SavedCredentialLine line) => DoAsync(click, async () =>
    {
        _rotating = null;
        var given = line.Kind == SavedCredentialKind.Password ? new PasswordCredential(_password ?? "") : null;
        (_password, _publicLine) = (null, null);
        _publicLine = await Mine.RotateAsync(line, given, CancellationToken.None);
    });

    private Task RemoveAsync(MouseEventArgs click, SavedCredentialLine line) => DoAsync(click, () =>
    {
        _removing = null;
        return Mine.RemoveAsync(line.Id, CancellationToken.None);
    });

    private async Task DoAsync(MouseEventArgs click, Func<Task> act)
    {
        if (!_dialog!.Takes(click))
        {
            return;
        }

        _fault = null;
        try
        {
            await act();
        }
        catch (Exception e) when (e is SavedCredentialException or SharedCredentialException or SecretUnreadableException or AuditException or ArgumentException)
        {
            _fault = e.Message;
        }
        catch (DbException)
        {
            _fault = "The database does not answer. Try again in a moment.";
        }

        await LoadAsync();
    }
}
