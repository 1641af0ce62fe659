namespace WebShell.Core.Credentials.Shared;

/// <summary>A shared credential cannot be used or changed; the message is for the person.</summary>
public sealed class SharedCredentialException(string message, Exception? innerException = null) : Exception(message, innerException);
