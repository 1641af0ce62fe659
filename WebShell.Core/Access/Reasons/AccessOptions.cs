namespace WebShell.Core.Access.Reasons;

/// <summary>What people are asked before they go to a machine (section <c>WebShell:Access</c>).</summary>
public sealed class AccessOptions
{
    public const string Section = "WebShell:Access";

    /// <summary>Machines before whose shells a reason or a ticket is asked for; of several that name a machine, one that asks for a ticket. Default: none.</summary>
    public IList<ReasonOptions> Reasons { get; set; } = [];
}

/// <summary>What is asked before a shell on some machines.</summary>
public sealed class ReasonOptions
{
    /// <summary>Which: labels and fields (<c>env:prod</c>), or <c>*</c> for all.</summary>
    public string Machines { get; set; } = "";

    /// <summary><c>Reason</c>: any words; <c>Ticket</c>: the id of a ticket. Default Reason.</summary>
    public string Ask { get; set; } = nameof(ReasonKind.Reason);

    /// <summary>What the answer must match, as a regular expression without look-around and back-references. Default: anything for a reason; letters, a hyphen and digits (<c>OPS-2190</c>) for a ticket.</summary>
    public string? Pattern { get; set; }
}

/// <summary>What is asked for.</summary>
public enum ReasonKind
{
    Reason,
    Ticket,
}
