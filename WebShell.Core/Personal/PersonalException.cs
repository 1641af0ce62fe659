namespace WebShell.Core.Personal;

/// <summary>What a person wants to keep cannot be kept: a limit, a name, or the database; the message says which and what to do.</summary>
public sealed class PersonalException(string message, Exception? innerException = null) : Exception(message, innerException);
