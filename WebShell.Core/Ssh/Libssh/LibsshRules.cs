using Microsoft.Extensions.Options;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Without its library the SSH side is as unusable as with wrong options: the portal says so before it starts, not at the first connect.</summary>
internal sealed class LibsshRules : IValidateOptions<SshOptions>
{
    public ValidateOptionsResult Validate(string? name, SshOptions options)
    {
        LibsshLibrary.Prepare();
        return LibsshLibrary.Fault is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
