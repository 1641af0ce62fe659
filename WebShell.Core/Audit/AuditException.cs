namespace WebShell.Core.Audit;

/// <summary>An event could not be written, so what it is about does not happen. The message is for the user.</summary>
public sealed class AuditException(Exception? cause) : IOException(Sentence, cause)
{
    public const string Sentence = "It could not be written to the audit log, so nothing was changed. Tell whoever runs the portal.";
}
