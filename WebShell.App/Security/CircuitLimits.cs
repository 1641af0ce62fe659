using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.App.Security;

/// <summary>How many pages may be open, and how long a page that lost its connection is waited for; the section <c>WebShell:Circuits</c>.</summary>
public sealed class CircuitLimits
{
    public const string Section = "WebShell:Circuits";

    /// <summary>How many open pages one user may have; those that lost their connection or were left do not count. Default 20.</summary>
    [Range(1, 10_000)]
    public int PerUser { get; set; } = 20;

    /// <summary>How many circuits this node carries. Default 2000.</summary>
    [Range(1, 100_000)]
    public int PerNode { get; set; } = 2000;

    /// <summary>How long a page that lost its connection can come back to where it was. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Names every value of <see cref="CircuitLimits"/> that is out of its bounds.</summary>
[OptionsValidator]
internal sealed partial class CircuitLimitsValidator : IValidateOptions<CircuitLimits>;
