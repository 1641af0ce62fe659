using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Storage;

/// <summary>A source of machines as it lies in the database.</summary>
internal sealed class SourceRow
{
    public const int MaxIdLength = 64;
    public const int MaxKindLength = 32;

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case, so that it is unique.</summary>
    public required string NameKey { get; init; }

    public required string Kind { get; init; }

    public string? Place { get; init; }

    public string? TokenFile { get; init; }

    /// <summary>With line breaks between them.</summary>
    public required string DefaultLogins { get; init; }

    public int? IntervalSeconds { get; init; }

    public required bool IsEnabled { get; init; }

    public static SourceRow Of(MachineSource source) => new()
    {
        Id = source.Id,
        Name = source.Name,
        NameKey = source.Name.ToLowerInvariant(),
        Kind = source.Kind,
        Place = source.Place,
        TokenFile = source.TokenFile,
        DefaultLogins = string.Join('\n', source.DefaultLogins),
        IntervalSeconds = source.Interval is { } interval ? (int)interval.TotalSeconds : null,
        IsEnabled = source.IsEnabled,
    };

    public MachineSource ToSource() => new()
    {
        Id = Id,
        Name = Name,
        Kind = Kind,
        Place = Place,
        TokenFile = TokenFile,
        DefaultLogins = DefaultLogins.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Interval = IntervalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        IsEnabled = IsEnabled,
    };
}
