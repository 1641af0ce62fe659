namespace WebShell.Core.Storage;

/// <summary>The database cannot be used; the message says which file and what to look at.</summary>
public sealed class StorageException(string message, Exception innerException) : Exception(message, innerException);
