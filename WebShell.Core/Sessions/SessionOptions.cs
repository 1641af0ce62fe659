using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Sessions;

/// <summary>Limits of sessions; the section <c>WebShell:Sessions</c>.</summary>
public sealed class SessionOptions : IValidatableObject
{
    public const string Section = "WebShell:Sessions";

    /// <summary>How many running shells one user may have. Default 20.</summary>
    [Range(1, 1000)]
    public int ShellsPerUser { get; set; } = 20;

    /// <summary>How many running shells one machine may have from this node. Default 50.</summary>
    [Range(1, 10_000)]
    public int ShellsPerVm { get; set; } = 50;

    /// <summary>How many running shells this node carries. Default 500.</summary>
    [Range(1, 100_000)]
    public int ShellsPerNode { get; set; } = 500;

    /// <summary>How long a shell lives on when its page is gone or cannot be reached; zero ends it at once. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan DetachGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A shell in which nothing was typed for this long is ended. Default 60 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "30.00:00:00")]
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The longest a session may last, from its opening. Default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "30.00:00:00")]
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long before one of the two limits the user is warned. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan WarnBefore { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many of its newest output bytes a shell keeps for pages that come back. Default 2 MiB.</summary>
    [Range(4096, 64 * 1024 * 1024)]
    public int ReplayBufferBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>From this many un-acknowledged bytes on the shell's output waits for the page. Default 384 KiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int OutputHighWaterBytes { get; set; } = 384 * 1024;

    /// <summary>At this many un-acknowledged bytes it goes on. Default 128 KiB.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int OutputLowWaterBytes { get; set; } = 128 * 1024;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OutputLowWaterBytes >= OutputHighWaterBytes)
        {
            yield return new ValidationResult(
                $"{nameof(OutputLowWaterBytes)} must be below {nameof(OutputHighWaterBytes)}.", [nameof(OutputLowWaterBytes)]);
        }

        // What the page has not shown yet must still be there when it asks.
        if (OutputHighWaterBytes >= ReplayBufferBytes)
        {
            yield return new ValidationResult(
                $"{nameof(OutputHighWaterBytes)} must be below {nameof(ReplayBufferBytes)}.", [nameof(OutputHighWaterBytes)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
