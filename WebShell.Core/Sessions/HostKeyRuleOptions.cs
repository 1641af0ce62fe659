using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>What happens on machines whose host key nobody has pinned yet (section <c>WebShell:HostKeys</c>).</summary>
public sealed class HostKeyRuleOptions
{
    public const string Section = "WebShell:HostKeys";

    /// <summary>For machines that neither list names: <see cref="HostKeyPolicy.TrustOnFirstUse"/> or <see cref="HostKeyPolicy.PinnedOnly"/>. Default TrustOnFirstUse.</summary>
    public HostKeyPolicy Default { get; set; } = HostKeyPolicy.TrustOnFirstUse;

    /// <summary>Labels (<c>env:prod</c>) of machines that need a key pinned by an administrator; these win. Default: none.</summary>
    public IList<string> PinnedOnly { get; set; } = [];

    /// <summary>Labels (<c>env:dev</c>) of machines whose first key a user may pin. Default: none.</summary>
    public IList<string> TrustOnFirstUse { get; set; } = [];
}

/// <summary>Names each label that is not one.</summary>
internal sealed class HostKeyRuleOptionsRules : IValidateOptions<HostKeyRuleOptions>
{
    public ValidateOptionsResult Validate(string? name, HostKeyRuleOptions options)
    {
        var mistakes = Mistakes(nameof(options.PinnedOnly), options.PinnedOnly)
            .Concat(Mistakes(nameof(options.TrustOnFirstUse), options.TrustOnFirstUse)).ToArray();
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(string key, IEnumerable<string> labels) => labels
        .Where(label => label.IndexOf(':', StringComparison.Ordinal) is < 1 || label.EndsWith(':'))
        .Select(label => $"{HostKeyRuleOptions.Section}:{key}: \"{label}\" is not a label; write it as key:value, e.g. env:prod.");
}
