using Microsoft.Extensions.Logging;
using WebShell.App.Operations;

namespace WebShell.Tests.Operations;

public sealed class UnspokenLogsTests
{
    private const string Hub = "Microsoft.AspNetCore.SignalR";
    private const string Dispatcher = Hub + ".Internal.DefaultHubDispatcher";

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "Microsoft")]
    [InlineData(null, Hub)]
    [InlineData(null, Dispatcher)]
    [InlineData("Console", null)]
    [InlineData("Console", Hub)]
    [InlineData("Console", Dispatcher)]
    public void Contents_AreNotWritten_WhateverIsConfigured(string? provider, string? category)
    {
        var options = With(new LoggerFilterRule(provider, category, LogLevel.Trace, filter: null));

        Assert.False(IsOn(options, Dispatcher, LogLevel.Debug));
        Assert.True(IsOn(options, Dispatcher, LogLevel.Warning));
    }

    [Fact]
    public void Quieter_StaysQuieter()
    {
        var options = With(new LoggerFilterRule(null, null, LogLevel.Trace, null), new LoggerFilterRule(null, "Microsoft.AspNetCore", LogLevel.Error, null));

        Assert.False(IsOn(options, Dispatcher, LogLevel.Warning));
        Assert.True(IsOn(options, "Microsoft.AspNetCore.Routing", LogLevel.Error));
        Assert.True(IsOn(options, "WebShell.Core.Sessions", LogLevel.Trace));
    }

    [Fact]
    public void RequestLines_WithTheirTokens_AreNotWritten() =>
        Assert.False(IsOn(With(new LoggerFilterRule("Console", "Microsoft.AspNetCore.Hosting", LogLevel.Information, null)), "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information));

    private static LoggerFilterOptions With(params LoggerFilterRule[] rules)
    {
        var options = new LoggerFilterOptions { MinLevel = LogLevel.Trace };
        foreach (var rule in rules)
        {
            options.Rules.Add(rule);
        }

        new UnspokenLogs().PostConfigure(null, options);
        return options;
    }

    // By the framework's own choice among the rules.
    private static bool IsOn(LoggerFilterOptions options, string category, LogLevel level)
    {
        var heard = new List<LogLevel>();
        using var factory = new LoggerFactory([new Heard(heard)], options);
        factory.CreateLogger(category).Log(level, default, "", null, (_, _) => "");
        return heard.Count > 0;
    }

    [ProviderAlias("Console")]
    private sealed class Heard(List<LogLevel> levels) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => levels.Add(logLevel);

        public void Dispose()
        {
        }
    }
}
