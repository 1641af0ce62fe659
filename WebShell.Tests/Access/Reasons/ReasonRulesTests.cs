using System.Diagnostics;
using Microsoft.Extensions.Options;
using WebShell.Core.Access.Reasons;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Access.Reasons;

public sealed class ReasonRulesTests
{
    [Fact]
    public void OfSeveralEntries_OneThatAsksForATicketCounts_ThenTheFirst()
    {
        var rules = Rules(new() { Machines = "*" }, new() { Machines = "env:prod role:db", Ask = "Ticket", Pattern = "^DB-[0-9]+$" }, new() { Machines = "env:prod", Ask = "ticket" });

        Assert.Equal(ReasonKind.Reason, rules.For(Machines.Named("a"))!.Kind);
        Assert.Null(rules.For(Machines.Named("a", ("env", "prod"), ("role", "db")))!.Check("DB-7"));
        Assert.NotNull(rules.For(Machines.Named("a", ("env", "prod"), ("role", "db")))!.Check("OPS-7"));
        Assert.Null(rules.For(Machines.Named("a", ("env", "prod")))!.Check("OPS-7"));
        Assert.Null(Rules(new ReasonOptions { Machines = "env:prod" }).For(Machines.Named("a", ("env", "lab"))));
    }

    [Theory]
    [InlineData("Reason", null, "the disk is full", true)]
    [InlineData("Reason", null, " \u202e\t", false)]
    [InlineData("Reason", "(?i)disk", "the DISK is full", true)]
    [InlineData("Ticket", null, "OPS-2190", true)]
    [InlineData("Ticket", null, "OPS-2190\nrm", false)]
    [InlineData("Ticket", null, "2190", false)]
    public void Answers_ThatCount(string ask, string? pattern, string answer, bool counts) =>
        Assert.Equal(counts, Rules(new ReasonOptions { Machines = "*", Ask = ask, Pattern = pattern }).For(Machines.Named("a"))!.Check(answer) is null);

    [Fact]
    public void AnAnswerOfTenKilobytes_AndAPatternThatWouldBacktrack_AreAnsweredAtOnce()
    {
        var demand = Rules(new ReasonOptions { Machines = "*", Pattern = "^(a+)+$" }).For(Machines.Named("a"))!;
        var began = Stopwatch.StartNew();

        Assert.Contains("at most 200", demand.Check(new string('a', 10 * 1024)), StringComparison.Ordinal);
        Assert.NotNull(demand.Check(new string('a', 199) + "!"));

        // Backtracking would take longer than the test's whole life.
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("", "Reason", null, "Machines '': where is empty")]
    [InlineData("prod", "Reason", null, "'prod' is a word")]
    [InlineData("env:prod", "Incident", null, "Ask 'Incident' must be Reason or Ticket.")]
    [InlineData("env:prod", "Ticket", "[A-Z", "Pattern '[A-Z' cannot be used")]
    [InlineData("env:prod", "Ticket", "(?=OPS)", "Pattern '(?=OPS)' cannot be used")]
    public void Mistakes_AreNamedWithTheNumberOfTheEntry(string machines, string ask, string? pattern, string mistake)
    {
        var options = new AccessOptions { Reasons = { new ReasonOptions { Machines = "*" }, new ReasonOptions { Machines = machines, Ask = ask, Pattern = pattern } } };

        var result = new AccessOptionsRules().Validate(null, options);

        Assert.Contains("WebShell:Access:Reasons:1: ", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(mistake, result.FailureMessage, StringComparison.Ordinal);
    }

    private static ReasonRules Rules(params ReasonOptions[] entries) => new(Options.Create(new AccessOptions { Reasons = [.. entries] }));
}
