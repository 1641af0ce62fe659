using System.Collections.Concurrent;
using System.Diagnostics;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class OpeningTimelineTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task Opening_ThatFails_KeepsEachStepWithItsTimeAndFacts()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();
        attempt.Dialogue.ReportMachine("gate");
        attempt.Dialogue.Report(ShellOpeningStep.Resolve);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(6));
        attempt.Dialogue.ReportFact("gate.example is 10.0.0.9");
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(3));
        attempt.Answer.SetException(new ShellException(new ShellFailure(ShellFailureReason.ConnectionRefused, "Nothing listens there.") { Step = ShellOpeningStep.Connect }));
        await Within.Seconds(lease.Session.Ended);

        var steps = lease.Session.Opening;

        Assert.Equal(
            [("gate", ShellOpeningStep.Resolve, 6.0, OpeningStepState.Done), ("gate", ShellOpeningStep.Connect, 3.0, OpeningStepState.Failed)],
            steps.Select(step => (step.VmName, step.Step, step.Took.TotalMilliseconds, step.State)));
        Assert.Equal(["gate.example is 10.0.0.9"], steps[0].Facts);
        Assert.Equal(["Nothing listens there."], steps[1].Facts);
        Assert.Null(_bench.Registry.LastOpenings.Find("web-01"));
    }

    [Fact]
    public async Task Opening_TriedAgain_KeepsBothTries_AndTheSuccessIsRememberedForTheMachine()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        attempt.Dialogue.ReportRetry(new ConnectRetry(new ShellFailure(ShellFailureReason.ConnectionRefused, "Refused."), _bench.Time.GetUtcNow(), 1, 3));
        attempt.Dialogue.Report(ShellOpeningStep.Connect);
        attempt.Dialogue.Report(ShellOpeningStep.Open);
        attempt.Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        Assert.Equal([OpeningStepState.Failed, OpeningStepState.Done], lease.Session.Opening.Select(step => step.State));
        Assert.Equal(lease.Session.OpenedAt, _bench.Registry.LastOpenings.Find("WEB-01")!.At);
    }

    [Fact]
    public async Task Opening_WithoutEnd_IsBounded()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();
        for (var i = 0; i < 1000; i++)
        {
            attempt.Dialogue.Report(ShellOpeningStep.Connect);
            attempt.Dialogue.ReportFact(new string('x', 10_000));
            for (var fact = 0; fact < 20; fact++)
            {
                attempt.Dialogue.ReportFact("more");
            }
        }

        Assert.Equal(OpeningTimeline.MaxSteps, lease.Session.Opening.Count);
        Assert.All(lease.Session.Opening, step => Assert.InRange(step.Facts.Count, 1, OpeningTimeline.MaxFacts));
        Assert.All(lease.Session.Opening, step => Assert.InRange(step.Facts[0].Length, 1, OpeningTimeline.MaxFactCharacters));
    }

    [Fact]
    public async Task Steps_AreSpansOfTheTraceSource()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpeningTimeline.TraceSource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var lease = _bench.Open(vm: "traced-01");
        var attempt = await _bench.Connector.NextAsync();
        attempt.Dialogue.Report(ShellOpeningStep.Resolve);
        attempt.Dialogue.Report(ShellOpeningStep.SignIn);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        attempt.Answer.SetException(new ShellException(ShellFailureReason.AuthenticationFailed, "No."));
        await Within.Seconds(lease.Session.Ended);

        var mine = spans.Where(span => span.GetTagItem("vm") is "traced-01").ToList();
        Assert.Equal(["shell.open Resolve", "shell.open SignIn"], mine.Select(span => span.OperationName));
        Assert.Equal([ActivityStatusCode.Ok, ActivityStatusCode.Error], mine.Select(span => span.Status));
        Assert.Equal(TimeSpan.FromSeconds(2), mine[1].Duration);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void LastOpenings_ForgetWhatWasNotUsedLongest()
    {
        var openings = new LastOpenings();
        for (var i = 0; i <= LastOpenings.MaxKept; i++)
        {
            openings.Note($"vm-{i}", new PastOpening(DateTimeOffset.UnixEpoch.AddSeconds(i), new ShellFacts()));
        }

        openings.Note("vm-5", new PastOpening(DateTimeOffset.UnixEpoch, new ShellFacts()));

        Assert.Null(openings.Find("vm-0"));
        Assert.Equal(5, openings.Find("vm-5")!.At.ToUnixTimeSeconds());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();
}
