using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>Ends sign-ins: here at once, at other nodes within 2 s, and also for a copy of the ticket that comes after a restart. Thread-safe singleton.</summary>
public sealed partial class SignInEnds(SignIns signIns, SignInDesk desk, ILogger<SignInEnds> logger)
{
    public async Task EndAsync(string signInId)
    {
        if (signIns.End(signInId) is not var (accountId, tooOldAt))
        {
            return;
        }

        try
        {
            await desk.NoteEndAsync(accountId, new EndedSignIn(signInId, tooOldAt), CancellationToken.None);
        }
        catch (AccountException e)
        {
            // Nobody is kept from signing out because the database is away.
            Log.NotNoted(logger, accountId, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1105, LogLevel.Error, "A sign-in of {AccountId} was ended and this could not be written: it is over at this node until it starts anew")]
        public static partial void NotNoted(ILogger logger, string accountId, Exception e);
    }
}
