using System.Data.Common;
using Microsoft.Extensions.Hosting;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Storage;

/// <summary>
/// Holds the keys at hand against what the database was sealed with, before anything is served: a wrong or missing key stops the start
/// by name, and not the first person who needs a secret. Plain SQL, as the start goes without EF Core.
/// </summary>
internal sealed class SecretKeyStart(StorageConnection connection, SecretKeys keys, ISecretProtector protector, TimeProvider time) : IHostedService
{
    // One node makes the first key known, the others find it.
    private const long KeyLock = 0x77656273686B6579;

    private const string KnownKeys = """SELECT "Id", "Place", "Proof" FROM "SecretKeys" """;

    // Behind the version stands the key's name; each version has it there.
    private const string UsedKeys = """SELECT substr("Secret", 2, 8) FROM "SavedCredentials" UNION SELECT substr("Secret", 2, 8) FROM "SharedCredentials" WHERE length("Secret") > 0""";
    private const string Note = """INSERT INTO "SecretKeys" ("Id", "Place", "Proof", "FirstUsedAt") VALUES (@id, @place, @proof, @at)""";

    private static readonly byte[] Known = "webshell"u8.ToArray();

    /// <exception cref="SecretUnreadableException">A key is missing or another one; the message names it and says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await connection.OpenAsync(cancellationToken);
        if (connection.IsPostgreSql)
        {
            await RunAsync(db, $"SELECT pg_advisory_lock({KeyLock})", cancellationToken);
        }

        try
        {
            await CheckAsync(db, cancellationToken);
        }
        finally
        {
            if (connection.IsPostgreSql)
            {
                await RunAsync(db, $"SELECT pg_advisory_unlock({KeyLock})", CancellationToken.None);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes the names of keys away that nothing is sealed with any more: all but the current one's, or those that are not at hand.</summary>
    public async Task TidyAsync(bool onlyLost, CancellationToken cancellationToken)
    {
        await using var db = await connection.OpenAsync(cancellationToken);
        foreach (var (id, _, _) in await ReadKnownAsync(db, cancellationToken))
        {
            if (onlyLost ? keys.Find(id) is null : id != keys.Current.Id)
            {
                await RunAsync(db, """DELETE FROM "SecretKeys" WHERE "Id" = @id""", cancellationToken, ("@id", id));
            }
        }
    }

    private async Task CheckAsync(DbConnection db, CancellationToken cancellationToken)
    {
        var known = await ReadKnownAsync(db, cancellationToken);
        foreach (var (id, place, proof) in known)
        {
            Prove(id, place, proof);
        }

        foreach (var id in await ReadUsedAsync(db, cancellationToken))
        {
            _ = keys.Find(id) ?? throw Missing(id, "where it was is not written down");
        }

        var current = keys.Current;
        if (known.All(key => key.Id != current.Id))
        {
            var place = current.Place.Length > SecretKeyRow.MaxPlace ? current.Place[..SecretKeyRow.MaxPlace] : current.Place;
            await RunAsync(db, Note, cancellationToken, ("@id", current.Id), ("@place", place), ("@proof", protector.Protect(Known, Binding(current.Id))), ("@at", time.GetUtcNow().ToUnixTimeMilliseconds()));
        }
    }

    private void Prove(string id, string place, byte[] proof)
    {
        _ = keys.Find(id) ?? throw Missing(id, $"it was {place}");
        try
        {
            protector.Unprotect(proof, Binding(id));
        }
        catch (SecretUnreadableException e)
        {
            throw new SecretUnreadableException($"The key {id} ({place}) does not open what proves it in the database {connection.Name}: {e.Message}", e);
        }
    }

    private SecretUnreadableException Missing(string id, string place) => new(
        $"Secrets in the database {connection.Name} may be sealed with the key {id} ({place}), which is not at hand ({(keys.Places is { Length: > 0 } there ? $"at hand: {there}" : "no key is")}). "
        + $"Put it back, or name it in {SecretOptions.Section}:{nameof(SecretOptions.FormerKeyFiles)} or {nameof(SecretOptions.FormerKeyVariables)}. If it is lost for good: webshell secrets forget-lost takes away what nothing opens any more.")
    {
        IsKeyMissing = true,
    };

    private static SecretBinding Binding(string id) => new(Guid.Empty, "portal", $"key-check {id}");

    private static async Task<IReadOnlyList<(string Id, string Place, byte[] Proof)>> ReadKnownAsync(DbConnection db, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand();
        command.CommandText = KnownKeys;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(string, string, byte[])> known = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add((reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        }

        return known;
    }

    private static async Task<IReadOnlyList<string>> ReadUsedAsync(DbConnection db, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand();
        command.CommandText = UsedKeys;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> used = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            used.Add(Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(0)));
        }

        return used;
    }

    private static async Task RunAsync(DbConnection db, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
