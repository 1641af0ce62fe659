using Microsoft.Extensions.Options;

namespace WebShell.App.Operations;

/// <summary>
/// What the framework would write of contents, no configuration makes it write: a hub's calls with what people type, addresses with links
/// that sign in. Held by <c>CanaryTests</c> at the level Trace (promises.md, 1: at any log level).
/// </summary>
internal sealed class UnspokenLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly (string Category, LogLevel Least)[] Bounds =
    [
        // At Debug each call of a page with its arguments: every key, every password.
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),

        // At Information the address of each request, with the token of a link.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var (category, least) in Bounds)
        {
            // One of a provider's own comes before those for all of them, and the longer name before the shorter.
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
            {
                var level = LevelOf(options, provider, category);
                options.Rules.Add(new LoggerFilterRule(provider, category, level < least ? least : level, filter: null));
            }

            foreach (var rule in options.Rules.Where(rule => rule.CategoryName is { } longer && longer.StartsWith(category + ".", StringComparison.OrdinalIgnoreCase) && !(rule.LogLevel >= least)).ToList())
            {
                options.Rules.Remove(rule);
            }
        }
    }

    private static LogLevel LevelOf(LoggerFilterOptions options, string? provider, string category) =>
        options.Rules
            .Where(rule => rule.ProviderName == provider && (rule.CategoryName is not { } begins || category.StartsWith(begins, StringComparison.OrdinalIgnoreCase) || begins == "Default"))
            .MaxBy(rule => (rule.CategoryName?.Length ?? -1, options.Rules.IndexOf(rule)))?.LogLevel
        ?? (provider is null ? options.MinLevel : LevelOf(options, null, category));
}
