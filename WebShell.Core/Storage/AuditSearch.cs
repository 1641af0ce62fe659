using System.Runtime.CompilerServices;
using System.Text;
using WebShell.Core.Audit;

namespace WebShell.Core.Storage;

/// <summary>Finds events by plain SQL that SQLite and PostgreSQL know. Text is found anywhere in a field, capitals or not.</summary>
internal sealed class AuditSearch(StorageConnection connection) : IAuditSearch
{
    private const int Portion = 1000;
    private const int MaxFollowing = 50;

    private static readonly string[] Everywhere = ["ActorName", "Kind", "On", "From", "SessionId", "Outcome", "Result", "Details"];

    public Task<long> NewestAsync(CancellationToken cancellationToken) => AuditSql.AskAsync(
        connection,
        async db => (await Sql.ListAsync(db, null, """SELECT "Number" FROM "AuditEvents" ORDER BY "Number" DESC LIMIT 1""", row => row.GetInt64(0), cancellationToken)).FirstOrDefault(),
        cancellationToken);

    public async IAsyncEnumerable<(long Number, DateTimeOffset At)> IndexAsync(AuditQuery query, long after, long through, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (where, values) = Where(query);
        var found = await AuditSql.AskAsync(
            connection,
            db => Sql.ListAsync(
                db, null, $"""SELECT "Number", "At" FROM "AuditEvents" WHERE "Number" > @after AND "Number" <= @through{where} ORDER BY "Number" DESC""",
                row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, [.. values, ("after", after), ("through", through)]),
            cancellationToken);
        foreach (var (number, at) in found)
        {
            yield return (number, DateTimeOffset.FromUnixTimeMilliseconds(at));
        }
    }

    public Task<IReadOnlyList<AuditRow>> ReadAsync(AuditQuery query, long highest, long lowest, CancellationToken cancellationToken)
    {
        var (where, values) = Where(query);
        return ListAsync(
            $"""SELECT {AuditSql.Columns} FROM "AuditEvents" WHERE "Number" <= @highest AND "Number" >= @lowest{where} ORDER BY "Number" DESC""",
            cancellationToken, [.. values, ("highest", highest), ("lowest", lowest)]);
    }

    public async IAsyncEnumerable<AuditRow> ReadAllAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (where, values) = Where(query);
        for (var last = 0L; ;)
        {
            var rows = await ListAsync(
                $"""SELECT {AuditSql.Columns} FROM "AuditEvents" WHERE "Number" > @last{where} ORDER BY "Number" LIMIT {Portion}""", cancellationToken, [.. values, ("last", last)]);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Portion)
            {
                yield break;
            }

            last = rows[^1].Number;
        }
    }

    public Task<IReadOnlyList<AuditRow>> FollowingAsync(AuditRow row, CancellationToken cancellationToken) => ListAsync(
        $"""SELECT {AuditSql.Columns} FROM "AuditEvents" WHERE "Because" = @id ORDER BY "Number" LIMIT {MaxFollowing}""", cancellationToken, ("id", row.Entry.Id));

    private async Task<IReadOnlyList<AuditRow>> ListAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values) =>
        await AuditSql.AskAsync(connection, db => Sql.ListAsync(db, null, sql, AuditSql.Read, cancellationToken, values), cancellationToken);

    private (string Sql, List<(string Name, object? Value)> Values) Where(AuditQuery query)
    {
        var sql = new StringBuilder();
        List<(string, object?)> values = [];
        string Add(object value)
        {
            values.Add(($"p{values.Count}", value));
            return $"@p{values.Count - 1}";
        }

        string Has(string column, string parameter) => $"""coalesce("{column}", '') {(connection.IsPostgreSql ? "ILIKE" : "LIKE")} {parameter} ESCAPE '!'""";

        if (query.FirstDay is { } first)
        {
            sql.Append($""" AND "Day" >= {Add(first)}""");
        }

        if (query.LastDay is { } last)
        {
            sql.Append($""" AND "Day" <= {Add(last)}""");
        }

        foreach (var (field, value) in query.Terms)
        {
            sql.Append(field switch
            {
                "number" => $""" AND "Number" = {Add(long.Parse(value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture))}""",
                "session" => $""" AND "SessionId" = {Add(value)}""",
                "who" => Any(["ActorName", "ActorId"], Add(Pattern(value))),
                "result" => Any(["Result", "Outcome"], Add(Pattern(value))),
                "what" => Any(["Kind"], Add(Pattern(value))),
                "from" => Any(["From"], Add(Pattern(value))),
                _ => Any(["On"], Add(Pattern(value))),
            });
        }

        foreach (var word in query.Words)
        {
            sql.Append(Any(Everywhere, Add(Pattern(word))));
        }

        return (sql.ToString(), values);

        string Any(string[] columns, string parameter) => $" AND ({string.Join(" OR ", columns.Select(column => Has(column, parameter)))})";
    }

    private static string Pattern(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}
