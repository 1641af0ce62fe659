using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;

namespace WebShell.App.Dialogs;

/// <summary>Asks how to sign in to a machine, with what, and for how long to remember it. A key that cannot be used is said here, before the machine is tried.</summary>
public sealed partial class SignInDialog(CredentialCheck check)
{
    private static readonly (SignInWay Way, string Label)[] Ways =
        [(SignInWay.Password, "Password"), (SignInWay.PrivateKey, "Private key"), (SignInWay.Prompts, "What the machine asks")];

    private ModalDialog? _dialog;
    private SignInWay _way;
    private KeepSignIn _keep;
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
        KeepSignIn.ForShell => "Kept in the portal’s memory for Reconnect, until this tab is closed or the page is left.",
        _ => "WebShell keeps nothing.",
    };

    protected override void OnInitialized()
    {
        SignInWay[] order = Question.Offered.HasFlag(SignInMethods.Password)
            ? [SignInWay.Password, SignInWay.PrivateKey, SignInWay.Prompts]
            : [SignInWay.Prompts, SignInWay.PrivateKey];
        _way = Preferred is { } preferred && IsOffered(preferred) ? preferred : order.First(IsOffered);
    }

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

    private void Choose(SignInWay way)
    {
        (_way, _fault) = (way, null);
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
            var credential = Read();
            _fault = await check.FindFaultAsync(credential, CancellationToken.None);
            if (_fault is null)
            {
                Wipe();
                await OnAnswer.InvokeAsync(new SignInAnswer(credential, _keep));
            }
        }
        catch (ArgumentException e)
        {
            _fault = e.Message;
        }
        finally
        {
            _isChecking = false;
        }
    }

    private Credential Read() => _way switch
    {
        SignInWay.Password => new PasswordCredential(_password ?? ""),
        SignInWay.PrivateKey => new PrivateKeyCredential(_key ?? "", _passphrase, _certificate),
        _ => new PromptsCredential(),
    };
}
