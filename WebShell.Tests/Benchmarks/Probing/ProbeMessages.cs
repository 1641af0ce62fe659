namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>What the probe in the VM's shell can be asked to do.</summary>
internal enum ProbeTask
{
    /// <summary>Write <see cref="ProbeRequest.Bytes"/> of a payload, then wait until the terminal has parsed them.</summary>
    Flood,

    /// <summary>Measure <see cref="ProbeRequest.Count"/> round trips, one at a time with a pause between them.</summary>
    Ping,

    /// <summary>Flood for <see cref="ProbeRequest.Duration"/> and measure how old the screen is meanwhile.</summary>
    Age,

    /// <summary>Write <see cref="ProbeRequest.Count"/> mixed lines from number <see cref="ProbeRequest.First"/>.</summary>
    Lines,

    /// <summary>Write one line of <see cref="ProbeRequest.Bytes"/> characters.</summary>
    LongLine,

    /// <summary>Write <see cref="ProbeRequest.Pieces"/>, with <see cref="ProbeRequest.Pause"/> behind each.</summary>
    Write,

    /// <summary>From now on collect what is typed instead of looking for answers.</summary>
    Collect,

    /// <summary>Wait until <see cref="ProbeRequest.Bytes"/> were collected, and give their SHA-256.</summary>
    Collected,

    /// <summary>What <c>stty size</c> says.</summary>
    Size,

    /// <summary>Give the terminal back to the shell.</summary>
    Quit,
}

/// <summary>One question to the probe.</summary>
internal sealed record ProbeRequest(ProbeTask Task)
{
    public PayloadKind Payload { get; init; }

    public long Bytes { get; init; }

    public int First { get; init; }

    public int Count { get; init; }

    public TimeSpan Duration { get; init; }

    public TimeSpan Pause { get; init; }

    public IReadOnlyList<byte[]> Pieces { get; init; } = [];
}

/// <summary>The probe's answer: what was asked for, or an error.</summary>
internal sealed record ProbeReply
{
    public string? Error { get; init; }

    /// <summary>How long it took until the terminal had parsed everything.</summary>
    public TimeSpan Elapsed { get; init; }

    public long Bytes { get; init; }

    /// <summary>Single measurements in milliseconds, in the order in which they were made.</summary>
    public IReadOnlyList<double> Milliseconds { get; init; } = [];

    public string Text { get; init; } = "";
}
