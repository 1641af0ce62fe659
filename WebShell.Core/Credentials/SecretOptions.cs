using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials;

/// <summary>How secrets are kept that people store (section <c>WebShell:Secrets</c>).</summary>
public sealed class SecretOptions
{
    public const string Section = "WebShell:Secrets";

    /// <summary>The file with the key that seals stored secrets; relative to the data directory. Keep a copy apart from the database's. Default <c>keys/secrets.key</c>, made with the first secret.</summary>
    [Required]
    public string KeyFile { get; set; } = "keys/secrets.key";

    internal string KeyPath => Path.GetFullPath(KeyFile);
}

/// <summary>Names every mistake in <see cref="SecretOptions"/>.</summary>
[OptionsValidator]
public sealed partial class SecretOptionsAnnotations : IValidateOptions<SecretOptions>;

/// <summary>A key file that is there must be usable, or the first person to need it would find out.</summary>
internal sealed class SecretOptionsRules : IValidateOptions<SecretOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretOptions options) =>
        new SecretKeyFile(Options.Create(options)).FindFault() is { } fault
            ? ValidateOptionsResult.Fail($"{SecretOptions.Section}:{nameof(SecretOptions.KeyFile)}: {fault}")
            : ValidateOptionsResult.Success;
}
