using Microsoft.Extensions.Options;

namespace WebShell.Core.Reachability;

/// <summary>Names each entry of <see cref="ReachabilityOptions.Off"/> that is not a label: it would switch nothing off.</summary>
internal sealed class ReachabilityOptionsRules : IValidateOptions<ReachabilityOptions>
{
    public ValidateOptionsResult Validate(string? name, ReachabilityOptions options)
    {
        string[] mistakes =
        [
            .. options.Off.Where(label => label.IndexOf(':', StringComparison.Ordinal) is < 1 || label.EndsWith(':'))
                .Select(label => $"{ReachabilityOptions.Section}:{nameof(options.Off)}: \"{label}\" is not a label; write it as key:value, e.g. env:lab."),
        ];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
