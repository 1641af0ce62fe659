using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WebShell.Core.Storage;

/// <summary>Where the database is (section <c>WebShell:Storage</c>).</summary>
public sealed class StorageOptions
{
    public const string Section = "WebShell:Storage";

    /// <summary>The SQLite file, relative to the data directory; made when it is missing. Default <c>webshell.db</c>.</summary>
    [Required]
    public string File { get; set; } = "webshell.db";

    /// <summary>A PostgreSQL database instead of the file, as Npgsql's connection string (<c>Host=db;Database=webshell;Username=webshell</c>), without a password. Default: none.</summary>
    public string? PostgreSql { get; set; }

    /// <summary>The file whose first line is the password for <see cref="PostgreSql"/>, absolute or relative to the working directory. Default: none, which suits certificates, peers and <c>~/.pgpass</c>.</summary>
    public string? PasswordFile { get; set; }
}

/// <summary>Names every mistake in <see cref="StorageOptions"/>.</summary>
[OptionsValidator]
public sealed partial class StorageOptionsAnnotations : IValidateOptions<StorageOptions>;

/// <summary>What the annotations cannot say of <see cref="StorageOptions"/>.</summary>
public sealed class StorageOptionsRules : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (options.PostgreSql is null)
        {
            return options.PasswordFile is null ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{StorageOptions.Section}:PasswordFile is for {StorageOptions.Section}:PostgreSql, which is not set.");
        }

        try
        {
            var wanted = new NpgsqlConnectionStringBuilder(options.PostgreSql);
            string?[] mistakes =
            [
                string.IsNullOrEmpty(wanted.Host) ? "has no Host" : null,
                string.IsNullOrEmpty(wanted.Database) ? "has no Database" : null,
                wanted.Password is null ? null : $"has a Password, which would show in configuration and process lists: put it into a file and name that in {StorageOptions.Section}:PasswordFile",
                options.PasswordFile is null || System.IO.File.Exists(options.PasswordFile) ? null : "has no password: its PasswordFile does not exist",
            ];
            return mistakes.OfType<string>().ToArray() is { Length: > 0 } found
                ? ValidateOptionsResult.Fail(found.Select(mistake => $"{StorageOptions.Section}:PostgreSql {mistake}."))
                : ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            return ValidateOptionsResult.Fail($"{StorageOptions.Section}:PostgreSql is not a connection string (Host=db;Database=webshell;Username=webshell): {e.Message}");
        }
    }
}
