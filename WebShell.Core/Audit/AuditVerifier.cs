namespace WebShell.Core.Audit;

/// <summary>Reads the whole chain and says where it does not hold; changes nothing.</summary>
public sealed class AuditVerifier(IAuditTable table, AuditHeadFile headFile, TimeProvider time)
{
    /// <summary>Breaks that are named; the rest is counted.</summary>
    public const int MaxFindings = 100;

    /// <summary>The one that was made last since the portal started.</summary>
    public AuditVerdict? Last { get; private set; }

    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task<AuditVerdict> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var check = new Check();
        var before = ReadHead(check);
        check.Begin(await table.AnchorAsync(cancellationToken), before);
        await foreach (var row in table.ReadAsync(cancellationToken))
        {
            check.Add(row);
            if (check.Count % 1000 == 0)
            {
                progress?.Report(check.Count);
            }
        }

        // Read again: what was appended while this went on is this portal's own.
        check.End(before is null ? null : ReadHead(check), table.IsShared);
        return Last = new AuditVerdict(check.Count, check.Newest, check.Findings, check.Unnamed, time.GetUtcNow(), time.GetElapsedTime(began));
    }

    private AuditHead? ReadHead(Check check)
    {
        try
        {
            return headFile.Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            check.Find(0, 0, $"The head of the log beside the database cannot be read, so a cut end would not show: {e.Message}");
            return null;
        }
    }

    private sealed class Check
    {
        private readonly List<AuditFinding> _findings = [];
        private AuditHead? _head;
        private AuditLink? _anchor;
        private long _clearedThrough;

        public long Count { get; private set; }

        public AuditLink Newest { get; private set; } = AuditLink.None;

        public IReadOnlyList<AuditFinding> Findings => _findings;

        public long Unnamed { get; private set; }

        private int Day { get; set; }

        public void Begin(AuditLink? anchor, AuditHead? head)
        {
            (_anchor, _head) = (anchor, head);
            Newest = anchor ?? AuditLink.None;
        }

        public void Add(AuditRow row)
        {
            Count++;
            var (number, day) = (row.Number, row.Entry.Day);
            if (number > Newest.Number + 1)
            {
                Find(Newest.Number + 1, day, number == Newest.Number + 2 ? $"Event {Newest.Number + 1} is missing." : $"Events {Newest.Number + 1} to {number - 1} are missing.");
            }
            else if (number <= Newest.Number)
            {
                Find(number, day, $"Event {number} was put before the beginning, which was removed because it was old.");
            }
            else if (Newest.Next(row.Entry) != row.Link)
            {
                Find(number, day, $"Event {number} does not follow from the one before: one of the two was altered, or {number} was put in.");
            }

            if (number == _head?.Written.Number && row.Hash != _head.Written.Hash)
            {
                Find(number, day, $"Event {number} is not the one that this portal wrote: everything up to it may have been written anew.");
            }

            if (row.Entry.Kind == AuditKinds.NameOf(AuditKind.AuditCleared) && row.Entry.ReadDetails().TryGetValue(AuditRetention.Through, out var through) && long.TryParse(through, out var last))
            {
                _clearedThrough = Math.Max(_clearedThrough, last);
            }

            (Newest, Day) = (row.Link, day);
        }

        public void End(AuditHead? after, bool isShared)
        {
            if (_head is { } head && Newest.Number < head.Written.Number)
            {
                Find(Newest.Number + 1, Day, $"The end was cut off: this portal wrote events up to {head.Written.Number}, and the database ends with {Newest.Number}.");
            }
            else if (_head is null && Count > 0 && _findings.All(finding => finding.Number != 0))
            {
                Find(0, 0, "The head of the log beside the database is missing, so a cut end would not show.");
            }
            else if (after is not null && !isShared && Newest.Number > after.Announced.Number)
            {
                Find(after.Announced.Number + 1, Day, $"Events after {after.Announced.Number} were not written by this portal.");
            }

            if (_anchor is { Number: > 0 } anchor && _clearedThrough < anchor.Number)
            {
                Find(anchor.Number, 0, $"Events up to {anchor.Number} were removed, and no event says that this was because they were old.");
            }
        }

        public void Find(long number, int day, string why)
        {
            if (_findings.Count < MaxFindings)
            {
                _findings.Add(new AuditFinding(number, day, why));
            }
            else
            {
                Unnamed++;
            }
        }
    }
}

/// <summary>What a look at the whole chain found.</summary>
/// <param name="Events">How many there are.</param>
/// <param name="Newest">The last link.</param>
/// <param name="Findings">Where it does not hold; none: it is intact.</param>
/// <param name="Unnamed">More of them.</param>
/// <param name="At">When.</param>
/// <param name="Took">How long it took.</param>
public sealed record AuditVerdict(long Events, AuditLink Newest, IReadOnlyList<AuditFinding> Findings, long Unnamed, DateTimeOffset At, TimeSpan Took)
{
    public bool IsIntact => Findings.Count == 0;
}

/// <summary>One break.</summary>
/// <param name="Number">The event it is at.</param>
/// <param name="Day">Its day, or of the next event that is there; 0: not known.</param>
/// <param name="Why">A sentence.</param>
public sealed record AuditFinding(long Number, int Day, string Why);
