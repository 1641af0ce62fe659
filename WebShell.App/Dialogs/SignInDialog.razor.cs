using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Account;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;

namespace WebShell.App.Dialogs;

/// <summary>Asks how to sign in to a machine, with what, and for how long to remember it. A key that cannot be used is said here, before the machine is tried.</summary>
public sealed partial class SignInDialog(CredentialCheck check, MyCredentials mine, ILogger<SignInDialog> logger)
{
    private static readonly (SignInWay Way, string Label)[] Ways =
        [(SignInWay.Password, "Password"), (SignInWay.PrivateKey, "Private key"), (SignInWay.Prompts, "What the machine asks")];

    private ModalDialog? _dialog;
    private SignInWay _way;
    private KeepSignIn _keep;
    private IReadOnlyList<SavedCredentialLine> _saved = [];
    private SavedCredentialLine? _chosen;
    private string _name = "";
    private string? _fault;
    private bool _isEncrypted;
    private bool _isChecking;

    // Never part of the rendered tree: what is rendered would travel back to the browser.
    private string? _password;
    private string? _key;
    private string? _passphrase;
    private string? _certificate;

    [Parameter, EditorRequired]
    public required SignInQuestion Question { get; set; }

    [Parameter]
    public string Environment { get; set; } = "";

    /// <summary>The way chosen before, when the machine offers it.</summary>
    [Parameter]
    public SignInWay? Preferred { get; set; }

    /// <summary>What to sign in with, or null when the person gave up.</summary>
    [Parameter]
    public EventCallback<SignInAnswer?> OnAnswer { get; set; }

    private string KeepNote => _keep switch
    {
        KeepSignIn.Saved => "Sealed in the portal’s database once the machine has taken it; for you alone, and never shown again.",
        KeepSignIn.ForShell => "Kept in the portal’s memory for Reconnect, until this tab is closed or the page is left.",
        _ => "WebShell keeps nothing.",
    };

    private bool IsFirst => Question.Accepted == SignInMethods.None;

    // A tab remembers the first proof for its own machine: a second one, or a jump host's, would else take its place.
    private bool CanKeep => IsFirst && Question.OnTheWayTo is null;

    private bool CanSave => _chosen is null && _way != SignInWay.Prompts;

    protected override async Task OnInitializedAsync()
    {
        SignInWay[] order = Question.Offered.HasFlag(SignInMethods.Password)
            ? [SignInWay.Password, SignInWay.PrivateKey, SignInWay.Prompts]
            : [SignInWay.Prompts, SignInWay.PrivateKey];
        _way = Preferred is { } preferred && IsOffered(preferred) ? preferred : order.First(IsOffered);
        _name = $"{Question.Login} on {Question.VmName}";
        _name = _name[..Math.Min(_name.Length, SavedCredentials.MaxNameCharacters)];
        try
        {
            _saved = await mine.ListAsync(CancellationToken.None);
        }
        catch (DbException e)
        {
            Log.NotListed(logger, e); // whoever knows the secret signs in all the same
        }
    }

    private static SignInWay WayOf(SavedCredentialLine line) => line.Kind == SavedCredentialKind.Password ? SignInWay.Password : SignInWay.PrivateKey;

    // A machine that asks in its own words can ask for a password too, and then takes one that is typed here.
    private bool IsOffered(SignInWay way) => way switch
    {
        SignInWay.Password => (Question.Offered & (SignInMethods.Password | SignInMethods.Prompts)) != 0,
        SignInWay.PrivateKey => Question.Offered.HasFlag(SignInMethods.PrivateKey),
        _ => Question.Offered.HasFlag(SignInMethods.Prompts),
    };

    private string Note(SignInWay way) => !IsOffered(way) ? "not offered"
        : way == SignInWay.PrivateKey ? "pasted or from a file"
        : way == SignInWay.Prompts ? "password, one-time code"
        : "";

    private void Choose(SavedCredentialLine line)
    {
        Choose(WayOf(line));
        _chosen = line;
        _keep = _keep == KeepSignIn.Saved ? KeepSignIn.No : _keep;
    }

    private void Choose(SignInWay way)
    {
        (_way, _fault, _chosen) = (way, null, null);
        _keep = way == SignInWay.Prompts && _keep == KeepSignIn.Saved ? KeepSignIn.No : _keep;
        Wipe(); // the fields of the other way are gone, and what stood in them
    }

    private void Wipe() => (_password, _key, _passphrase, _certificate, _isEncrypted) = (null, null, null, null, false);

    private void TakeKey(string? key)
    {
        (_key, _fault) = (key, null);
        try
        {
            _isEncrypted = key is not null && new PrivateKeyCredential(key, passphrase: null).IsEncrypted;
        }
        catch (ArgumentException e)
        {
            (_isEncrypted, _fault) = (false, e.Message);
        }
    }

    private Task Cancel() => OnAnswer.InvokeAsync(null);

    private async Task Send(MouseEventArgs click)
    {
        if (_isChecking || !_dialog!.Takes(click))
        {
            return;
        }

        (_isChecking, _fault) = (true, null);
        try
        {
            var credential = await ReadAsync();
            _fault = _keep == KeepSignIn.Saved && _saved.Any(line => line.Name == _name.Trim()) ? $"You have a credential named {_name.Trim()} already; give this one another name."
                : _keep == KeepSignIn.Saved && _name.AsSpan().Trim().IsEmpty ? "Give it a name to be saved under."
                : await check.FindFaultAsync(credential, CancellationToken.None);
            if (_fault is null)
            {
                Wipe();
                await OnAnswer.InvokeAsync(new SignInAnswer(credential, _keep) { Name = _name.Trim() });
            }
        }
        catch (Exception e) when (e is ArgumentException or SecretUnreadableException or SavedCredentialException)
        {
            _fault = e.Message;
        }
        catch (DbException e)
        {
            Log.NotListed(logger, e);
            _fault = "The database does not answer. Try again in a moment, or sign in another way.";
        }
        finally
        {
            _isChecking = false;
        }
    }

    private async Task<Credential> ReadAsync() => _chosen is null ? Read()
        : await mine.OpenAsync(_chosen.Id, CancellationToken.None) ?? throw new SavedCredentialException("This credential was removed meanwhile. Choose another way.");

    private Credential Read() => _way switch
    {
        SignInWay.Password => new PasswordCredential(_password ?? ""),
        SignInWay.PrivateKey => new PrivateKeyCredential(_key ?? "", _passphrase, _certificate),
        _ => new PromptsCredential(),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The stored credentials could not be read.")]
        public static partial void NotListed(ILogger logger, Exception exception);
    }
}
