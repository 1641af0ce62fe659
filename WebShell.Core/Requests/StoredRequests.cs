namespace WebShell.Core.Requests;

/// <summary>All requests that are kept, of one edition, the newest first.</summary>
public sealed record StoredRequests(long Edition, IReadOnlyList<AskedAccess> All)
{
    public static StoredRequests None { get; } = new(0, []);

    public AskedAccess? Find(string id) => All.FirstOrDefault(asked => asked.Id == id);

    internal StoredRequests With(IReadOnlyCollection<AskedAccess> put, IReadOnlyCollection<string> removed) => new(
        Edition + 1,
        [.. All.Where(asked => !removed.Contains(asked.Id) && put.All(other => other.Id != asked.Id)).Concat(put).OrderByDescending(asked => asked.AskedAt).ThenBy(asked => asked.Id, StringComparer.Ordinal)]);
}
