namespace WebShell.Core.Credentials.Keys;

/// <summary>A place with sealed secrets, so that they can be wrapped anew and, when their key is lost, be given up.</summary>
public interface ISealedRows
{
    /// <summary>What they are, in the plural, as in <c>people's own credentials</c>.</summary>
    string Name { get; }

    Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those that are still there.</summary>
    Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Puts new envelopes in the place of those that were read, in one transaction; what was changed meanwhile stays as it is.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken);

    /// <summary>Takes secrets away that nothing opens any more.</summary>
    Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}

/// <summary>A sealed secret and what it belongs to.</summary>
public sealed record SealedRow(SecretBinding Binding, byte[] Secret);
