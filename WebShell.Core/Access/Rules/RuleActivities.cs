namespace WebShell.Core.Access.Rules;

/// <summary>What a rule is about; a closed set. Each is given and taken by itself: none brings another with it.</summary>
[Flags]
public enum RuleActivities
{
    None = 0,

    /// <summary>Open shells.</summary>
    Shell = 1,

    /// <summary>Watch other people's shells.</summary>
    Watch = 2,

    /// <summary>Let others into one's own shell.</summary>
    Share = 4,

    /// <summary>Move files.</summary>
    Files = 8,

    /// <summary>Forward ports.</summary>
    Forward = 16,

    /// <summary>See recordings.</summary>
    RecordView = 32,

    /// <summary>Have shells that are not recorded.</summary>
    NoRecording = 64,

    All = Shell | Watch | Share | Files | Forward | RecordView | NoRecording,
}
