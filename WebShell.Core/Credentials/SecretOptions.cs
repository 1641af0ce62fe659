using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Credentials;

/// <summary>How secrets are kept (section <c>WebShell:Secrets</c>): which key wraps the keys that seal them.</summary>
public sealed class SecretOptions
{
    public const string Section = "WebShell:Secrets";

    /// <summary>Which key seals what is stored from now on: <c>File</c>, <c>Environment</c>, <c>KeyRing</c> or <c>Adapter</c>. All that are at hand open what they sealed. Default <c>File</c>.</summary>
    public SecretKeySource KeySource { get; set; } = SecretKeySource.File;

    /// <summary>The file with the key; relative to the data directory. Keep a copy apart from the database's. Default <c>keys/secrets.key</c>, made at the first start.</summary>
    [Required]
    public string KeyFile { get; set; } = "keys/secrets.key";

    /// <summary>The environment variable that holds the key, 32 bytes as base64. Default <c>WEBSHELL_SECRETS_KEY</c>.</summary>
    [Required]
    public string KeyVariable { get; set; } = "WEBSHELL_SECRETS_KEY";

    /// <summary>Files with former keys, for reading only, until <c>webshell secrets rewrap</c> has wrapped everything anew. Default: none.</summary>
    public IList<string> FormerKeyFiles { get; set; } = [];

    /// <summary>Environment variables with former keys, for reading only. Default: none.</summary>
    public IList<string> FormerKeyVariables { get; set; } = [];

    internal string KeyPath => Path.GetFullPath(KeyFile);
}

/// <summary>Where the key is that seals what is stored.</summary>
public enum SecretKeySource
{
    /// <summary>In <see cref="SecretOptions.KeyFile"/>.</summary>
    File,

    /// <summary>In <see cref="SecretOptions.KeyVariable"/>.</summary>
    Environment,

    /// <summary>In ASP.NET's key ring, which also protects sign-in cookies.</summary>
    KeyRing,

    /// <summary>In what a build of its own registered as <see cref="IKeyWrapper"/> (a KMS).</summary>
    Adapter,
}

/// <summary>Names every mistake in <see cref="SecretOptions"/>.</summary>
[OptionsValidator]
public sealed partial class SecretOptionsAnnotations : IValidateOptions<SecretOptions>;

/// <summary>A configured key must be usable, or the first person to need it would find out.</summary>
internal sealed class SecretOptionsRules : IValidateOptions<SecretOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        string?[] mistakes =
        [
            // A file that is not there yet is made at the start.
            File.Exists(options.KeyPath) ? Fault(nameof(options.KeyFile), () => new SecretKeyFile(options.KeyPath).Read()) : null,
            options.KeySource == SecretKeySource.Environment ? Fault(nameof(options.KeyVariable), () => SecretKeys.FromVariable(options.KeyVariable)) : null,
            .. options.FormerKeyFiles.Select(file => Fault(nameof(options.FormerKeyFiles), () => new SecretKeyFile(Path.GetFullPath(file)).Read())),
            .. options.FormerKeyVariables.Select(variable => Fault(nameof(options.FormerKeyVariables), () => SecretKeys.FromVariable(variable))),
        ];
        return mistakes.OfType<string>().ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }

    private static string? Fault(string key, Func<IKeyWrapper> read)
    {
        try
        {
            read();
            return null;
        }
        catch (SecretUnreadableException e)
        {
            return $"{SecretOptions.Section}:{key}: {e.Message}";
        }
    }
}
