using Microsoft.Extensions.Options;

namespace WebShell.App.Account;

/// <summary>
/// Keeps the framework's request lines out of every log, also of one that is configured to take everything: addresses at the door carry
/// one-time links, and the provider's codes by protocol (RFC 6749, section 4.1.2).
/// </summary>
internal sealed class QuietRequestLines : IPostConfigureOptions<LoggerFilterOptions>
{
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A rule for one log goes before those for all, and of equal ones the last counts.
        string?[] logs = [null, .. options.Rules.Select(rule => rule.ProviderName).OfType<string>().Distinct()];
        foreach (var log in logs)
        {
            options.Rules.Add(new LoggerFilterRule(log, RequestLines, LogLevel.Warning, filter: null));
        }
    }
}
