using System.Diagnostics;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// What happened while a shell was opened, step by step, kept for as long as its session is. When it is over each step becomes a span
/// of the trace source <see cref="TraceSource"/>. Thread-safe; bounded, however often it was tried.
/// </summary>
internal sealed class OpeningTimeline(string vmName, TimeProvider time)
{
    /// <summary>The name of the trace source; a span is <c>shell.open STEP</c>, with the machine and the outcome as tags.</summary>
    public const string TraceSource = "WebShell.Shells";

    /// <summary>Five machines on the way, each tried four times, have fewer.</summary>
    public const int MaxSteps = 200;

    public const int MaxFacts = 8;
    public const int MaxFactCharacters = 500;

    private static readonly ActivitySource Source = new(TraceSource);

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private string _vmName = vmName;
    private bool _isOver;

    /// <summary>The steps from here on are this machine's.</summary>
    public void BeginMachine(string name)
    {
        lock (_gate)
        {
            _vmName = name;
        }
    }

    /// <summary>A step begins, and with it the one before is done. <see cref="ShellOpeningStep.Open"/> is the end of all.</summary>
    public void Begin(ShellOpeningStep step)
    {
        lock (_gate)
        {
            Finish(OpeningStepState.Done);
            if (step == ShellOpeningStep.Open)
            {
                Over();
            }
            else if (!_isOver && _entries.Count < MaxSteps)
            {
                _entries.Add(new Entry(_vmName, step, time.GetUtcNow(), time.GetTimestamp()));
            }
        }
    }

    /// <summary>What came of the step under way.</summary>
    public void Note(string fact)
    {
        lock (_gate)
        {
            if (_entries is [.., { State: OpeningStepState.UnderWay, Facts.Count: < MaxFacts } last])
            {
                last.Facts.Add(fact.Length <= MaxFactCharacters ? fact : fact[..MaxFactCharacters]);
            }
        }
    }

    /// <summary>The step under way failed; it may be tried again.</summary>
    public void Fail(string why)
    {
        Note(why);
        lock (_gate)
        {
            Finish(OpeningStepState.Failed);
        }
    }

    /// <summary>Nothing more will happen.</summary>
    public void GiveUp(string why)
    {
        Fail(why);
        lock (_gate)
        {
            Over();
        }
    }

    public IReadOnlyList<OpeningStep> ToList()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => entry.ToStep(time))];
        }
    }

    private void Finish(OpeningStepState state)
    {
        if (_entries is [.., { State: OpeningStepState.UnderWay } last])
        {
            (last.State, last.Took) = (state, time.GetElapsedTime(last.Began));
        }
    }

    // Afterwards and all at once: a span that is open sets the current one for whoever runs on that thread.
    private void Over()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        foreach (var entry in _entries)
        {
            using var span = Source.StartActivity($"shell.open {entry.Step}", ActivityKind.Client, parentContext: default, startTime: entry.At);
            span?.SetTag("vm", entry.VmName)
                .SetStatus(entry.State == OpeningStepState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok)
                .SetEndTime((entry.At + entry.Took).UtcDateTime);
        }
    }

    private sealed class Entry(string vmName, ShellOpeningStep step, DateTimeOffset at, long began)
    {
        public string VmName => vmName;

        public ShellOpeningStep Step => step;

        public DateTimeOffset At => at;

        public long Began => began;

        public TimeSpan Took { get; set; }

        public OpeningStepState State { get; set; }

        public List<string> Facts { get; } = [];

        public OpeningStep ToStep(TimeProvider time) =>
            new(vmName, step, at, State == OpeningStepState.UnderWay ? time.GetElapsedTime(began) : Took, [.. Facts], State);
    }
}
