namespace WebShell.Core.Shells;

/// <summary>Why somebody goes to a machine: asked before anything is dialled.</summary>
/// <param name="VmName">The machine's name.</param>
/// <param name="IsTicket">The id of a ticket is asked for, else any words.</param>
/// <param name="Check">Null, or the sentence that says what is wrong with an answer.</param>
public sealed record ReasonQuestion(string VmName, bool IsTicket, Func<string?, string?> Check);
