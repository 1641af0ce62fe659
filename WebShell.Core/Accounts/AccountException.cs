namespace WebShell.Core.Accounts;

/// <summary>What was asked of the accounts is not done; the message says to the person why.</summary>
public class AccountException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Somebody else changed it since the person began.</summary>
public sealed class AccountConflictException(string message) : AccountException(message);
