using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials;

/// <summary>Reads every configured credential once at start and names each one that cannot be used, without its contents.</summary>
internal sealed class CredentialOptionsRules : IValidateOptions<CredentialOptions>
{
    public ValidateOptionsResult Validate(string? name, CredentialOptions options)
    {
        var mistakes = options.Named.Select(entry => Mistake(entry.Key, entry.Value)).OfType<string>().ToArray();
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static string? Mistake(string name, CredentialFiles files)
    {
        var key = $"{CredentialOptions.Section}:{name}";
        try
        {
            return files.Read() switch
            {
                PrivateKeyCredential { IsEncrypted: true, Passphrase: null } => $"{key}:KeyFile is encrypted, but there is no PassphraseFile.",
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{key}: {e.Message}";
        }
    }
}
