namespace WebShell.Core.Requests;

/// <summary>What somebody asked for, and what came of it. A machine is what they typed until somebody grants it: whether there is one, the asker does not learn.</summary>
public sealed record AskedAccess
{
    /// <summary>Unguessable, url-safe; what the audit and the rule of a grant go by.</summary>
    public required string Id { get; init; }

    public required string AskerId { get; init; }

    /// <summary>Their sign-in name when they asked; rules know people by it.</summary>
    public required string AskerName { get; init; }

    /// <summary>The name as it was typed.</summary>
    public required string Machine { get; init; }

    /// <summary>The machine that this was to the asker, by its slug; null: none that they could see then.</summary>
    public string? KnownSlug { get; init; }

    /// <summary>As whom; empty: with the machine's usual login.</summary>
    public string Login { get; init; } = "";

    public required string Why { get; init; }

    /// <summary>For how long.</summary>
    public required TimeSpan Wanted { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public AskState State { get; init; }

    /// <summary>How often it was changed; who answers what somebody else has answered is told.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When it was granted, denied or closed.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Who answered, as others know them; null: nobody did.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Why it was denied, or ended: a sentence for the asker.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What was granted; null: nothing yet, or never.</summary>
    public GivenAccess? Given { get; init; }

    /// <summary>Somebody has still to answer, or what was given holds.</summary>
    public bool IsOpen => State is AskState.Pending or AskState.Granted;
}

/// <summary>What a grant gave: the machine it was then, the login, and until when. Its rule holds the same.</summary>
public sealed record GivenAccess(string RuleId, string Slug, string Machine, string Login, DateTimeOffset Until);

/// <summary>Where a request is in its life: Pending → Granted → Ended, or Pending → one of the others. Nothing leaves the last four. The names are stable: databases have them.</summary>
public enum AskState
{
    Pending,

    /// <summary>Its rule holds, until its time is over.</summary>
    Granted,
    Denied,

    /// <summary>By who had asked.</summary>
    Withdrawn,

    /// <summary>Nobody answered in time, or there was nobody or nothing left to answer for.</summary>
    Closed,

    /// <summary>What was given is over: its time, or somebody took it back.</summary>
    Ended,
}
