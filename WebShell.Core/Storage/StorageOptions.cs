using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Storage;

/// <summary>Where the database is (section <c>WebShell:Storage</c>).</summary>
public sealed class StorageOptions
{
    public const string Section = "WebShell:Storage";

    /// <summary>The SQLite file, relative to the data directory; made when it is missing. Default <c>webshell.db</c>.</summary>
    [Required]
    public string File { get; set; } = "webshell.db";
}

/// <summary>Names every mistake in <see cref="StorageOptions"/>.</summary>
[OptionsValidator]
public sealed partial class StorageOptionsAnnotations : IValidateOptions<StorageOptions>;
