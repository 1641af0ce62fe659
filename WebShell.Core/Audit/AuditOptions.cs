using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Audit;

/// <summary>How long events are kept (section <c>WebShell:Audit</c>).</summary>
public sealed class AuditOptions
{
    public const string Section = "WebShell:Audit";

    /// <summary>Whole days older than this many are removed; the chain goes on from what was removed. Days, from 30 to 3,650. Default 400.</summary>
    [Range(30, 3650)]
    public int RetentionDays { get; set; } = 400;
}

/// <summary>Names every mistake in <see cref="AuditOptions"/>.</summary>
[OptionsValidator]
public sealed partial class AuditOptionsRules : IValidateOptions<AuditOptions>;
