namespace WebShell.Core.Credentials.Keys;

/// <summary>
/// Wraps every stored secret's data key with the current key-encryption key, in small transactions: what is done stays done, so it may
/// be stopped anywhere and begun again, also while the portal runs.
/// </summary>
public sealed class SecretRewrap(IEnumerable<ISealedRows> places, ISecretProtector protector)
{
    /// <summary>How many a transaction changes.</summary>
    public const int BatchRows = 50;

    /// <summary>Every place, one after the other.</summary>
    public async Task<IReadOnlyList<RewrapResult>> RunAsync(CancellationToken cancellationToken)
    {
        List<RewrapResult> results = [];
        foreach (var place in places)
        {
            results.Add(await RunAsync(place, cancellationToken));
        }

        return results;
    }

    /// <summary>Takes away every secret that no key at hand opens, because its key is lost for good.</summary>
    /// <returns>How many, by place.</returns>
    public async Task<IReadOnlyList<RewrapResult>> ForgetLostAsync(CancellationToken cancellationToken)
    {
        List<RewrapResult> results = [];
        foreach (var place in places)
        {
            var ids = await place.ListAsync(cancellationToken);
            Guid[] lost = [.. (await place.ReadAsync(ids, cancellationToken)).Where(IsLost).Select(row => row.Binding.Id)];
            await place.ForgetAsync(lost, cancellationToken);
            results.Add(new RewrapResult(place.Name, 0, ids.Count - lost.Length, [.. lost.Select(id => $"{id}")]));
        }

        return results;
    }

    private async Task<RewrapResult> RunAsync(ISealedRows place, CancellationToken cancellationToken)
    {
        var (rewrapped, current, unreadable) = (0, 0, new List<string>());
        foreach (var ids in (await place.ListAsync(cancellationToken)).Chunk(BatchRows))
        {
            List<(SealedRow, byte[])> changes = [];
            foreach (var row in await place.ReadAsync(ids, cancellationToken))
            {
                try
                {
                    if (protector.Rewrap(row.Secret, row.Binding) is { } anew)
                    {
                        changes.Add((row, anew));
                    }
                    else
                    {
                        current++;
                    }
                }
                catch (SecretUnreadableException e)
                {
                    // One bad row must not keep the others on a key that is to go.
                    unreadable.Add($"{row.Binding.Id}: {e.Message}");
                }
            }

            rewrapped += changes.Count == 0 ? 0 : await place.ReplaceAsync(changes, cancellationToken);
        }

        return new RewrapResult(place.Name, rewrapped, current, unreadable);
    }

    // A key that is out of reach for a moment is not lost, and what was altered is evidence.
    private bool IsLost(SealedRow row)
    {
        try
        {
            protector.Rewrap(row.Secret, row.Binding);
            return false;
        }
        catch (SecretUnreadableException e)
        {
            return e.IsKeyMissing;
        }
    }
}

/// <summary>What came of one place.</summary>
/// <param name="Place">What is kept there.</param>
/// <param name="Rewrapped">How many have the current key now and had another one.</param>
/// <param name="Current">How many had it already, or are as they should be.</param>
/// <param name="Unreadable">Those that do not open, each with why.</param>
public sealed record RewrapResult(string Place, int Rewrapped, int Current, IReadOnlyList<string> Unreadable);
