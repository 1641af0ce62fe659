using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Reachability;

/// <summary>How the portal looks whether machines answer; the section <c>WebShell:Reachability</c>.</summary>
public sealed class ReachabilityOptions
{
    public const string Section = "WebShell:Reachability";

    /// <summary>Whether it looks at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a machine has peace after a look that it answered, up to a fifth more or less; one that does not answer gets twice as long each time, up to an hour. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Connections a second for the whole node. Default 50: 10,000 machines in less than five minutes.</summary>
    [Range(1, 1000)]
    public int PerSecond { get; set; } = 50;

    /// <summary>Time for one machine: name, connections and identification. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Labels (<c>reach:off</c>) of machines that are left alone. Default: none; the label <c>reach:off</c> always counts.</summary>
    public IList<string> Off { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class ReachabilityOptionsValidator : IValidateOptions<ReachabilityOptions>;
