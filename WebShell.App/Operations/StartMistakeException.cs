namespace WebShell.App.Operations;

/// <summary>The portal cannot start for a reason its operator can mend; the message says how, in one line.</summary>
internal sealed class StartMistakeException(string message) : Exception(message);
