using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

/// <summary>Machines for tests.</summary>
internal static class Machines
{
    public static Vm Named(string name, params (string Key, string Value)[] labels) => new()
    {
        Name = name,
        Address = "10.0.0.1",
        Logins = ["root"],
        Labels = labels.ToDictionary(label => label.Key, label => label.Value),
    };
}

/// <summary>A source that lists what it was given, or fails while it has an error.</summary>
internal sealed class ListSource(string name, params Vm[] machines) : IInventorySource
{
    public string Name => name;

    public object? Version { get; set; }

    public IReadOnlyList<Vm> List { get; set; } = machines;

    public Exception? Error { get; set; }

    public int Loads { get; private set; }

    public ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken)
    {
        Loads++;
        return Error is null ? ValueTask.FromResult(List) : throw Error;
    }
}
