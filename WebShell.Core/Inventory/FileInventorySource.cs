using Microsoft.Extensions.Options;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Core.Inventory;

/// <summary>The machines of the file that the options name, in any of the formats, whole or not at all; none when they name none.</summary>
internal sealed class FileInventorySource(IOptions<InventoryOptions> options, ListingReader reader) : IInventorySource
{
    private readonly string? _file = options.Value.File;

    public string Name => _file is null ? "inventory file" : Path.GetFileName(_file);

    public object? Version => _file is not null && new FileInfo(_file) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;

    public async ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(_file))
        {
            return [];
        }

        return ListedMachineRules.WholeOrNothing(await reader.ReadFileAsync(_file, format: null, cancellationToken), Name);
    }
}
