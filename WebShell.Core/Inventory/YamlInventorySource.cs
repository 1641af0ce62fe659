using Microsoft.Extensions.Options;

namespace WebShell.Core.Inventory;

/// <summary>The machines of the YAML file that the options name; none when they name none.</summary>
internal sealed class YamlInventorySource(IOptions<InventoryOptions> options) : IInventorySource
{
    /// <summary>10,000 richly labelled machines are about 5 MB.</summary>
    private const long MaxFileBytes = 32 * 1024 * 1024;

    private readonly string? _file = options.Value.File;

    public string Name => _file is null ? "inventory file" : Path.GetFileName(_file);

    public object? Version => _file is not null && new FileInfo(_file) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;

    public async ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(_file))
        {
            return [];
        }

        try
        {
            if (new FileInfo(_file) is { Exists: true, Length: > MaxFileBytes })
            {
                throw new InventoryException($"The file is larger than {MaxFileBytes / 1024 / 1024} MiB.");
            }

            return YamlInventory.Read(await File.ReadAllTextAsync(_file, cancellationToken), Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InventoryException($"The file could not be read: {e.Message}", e);
        }
    }
}
