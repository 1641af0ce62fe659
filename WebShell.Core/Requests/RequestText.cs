using WebShell.Core.Inventory;

namespace WebShell.Core.Requests;

/// <summary>What people write into requests and answers, as one line (<see cref="Text.OneLine"/>).</summary>
public static class RequestText
{
    public const int MaxReason = 500;

    /// <summary>Null, or the mistake of a reason that is one line.</summary>
    public static FieldMistake? Check(string why) =>
        why.Length == 0 ? new FieldMistake("why", "Say why: it is what the answer goes by, and it stays in the audit log.")
        : why.Length > MaxReason ? new FieldMistake("why", $"The reason has {why.Length:N0} characters; at most {MaxReason} are kept.")
        : null;

    /// <summary>At most so many characters, and never half of one.</summary>
    internal static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd();
}
