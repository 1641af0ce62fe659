using Microsoft.Extensions.Options;

namespace WebShell.Core.Access.Reasons;

/// <summary>Names every mistake in <see cref="AccessOptions"/>, with the number of the entry it is in.</summary>
internal sealed class AccessOptionsRules : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        string[] mistakes = [.. options.Reasons.SelectMany((reason, i) => ReasonDemand.Mistakes(reason).Select(mistake => $"{AccessOptions.Section}:{nameof(options.Reasons)}:{i}: {mistake}"))];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
