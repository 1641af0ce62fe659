using System.Text.Json;
using System.Text.Json.Serialization;
using WebShell.Core.Inventory;

namespace WebShell.Core.Storage;

/// <summary>The fields of a machine that need no column, as JSON. The names are stable: databases have them.</summary>
internal sealed record MachineFacts
{
    public required string Address { get; init; }

    public IReadOnlyList<string>? Addresses { get; init; }

    public int Port { get; init; }

    public required IReadOnlyList<string> Logins { get; init; }

    public IReadOnlyList<string>? Jumps { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public string? Os { get; init; }

    public string? Owner { get; init; }

    public string? Notes { get; init; }

    public IReadOnlyList<MachineLink>? Links { get; init; }

    public string? Console { get; init; }

    public string? HostKeyPolicy { get; init; }

    public string? Credential { get; init; }

    public bool Loopback { get; init; }

    public bool Legacy { get; init; }

    public static string Write(Vm vm) => JsonSerializer.Serialize(
        new MachineFacts
        {
            Address = vm.Address,
            Addresses = NullIfEmpty(vm.OtherAddresses),
            Port = vm.Port,
            Logins = vm.Logins,
            Jumps = NullIfEmpty(vm.Jumps),
            Labels = vm.Labels.Count == 0 ? null : new Dictionary<string, string>(vm.Labels),
            Os = NullIfEmpty(vm.OperatingSystem),
            Owner = NullIfEmpty(vm.Owner),
            Notes = NullIfEmpty(vm.Notes),
            Links = NullIfEmpty(vm.Links),
            Console = vm.ConsoleUrl,
            HostKeyPolicy = vm.HostKeyPolicy,
            Credential = vm.Credential,
            Loopback = vm.AllowLoopback,
            Legacy = vm.AllowsLegacyAlgorithms,
        },
        MachineJson.Default.MachineFacts);

    /// <param name="facts">What <see cref="Write"/> gave.</param>
    /// <param name="vm">The machine with what has a column.</param>
    /// <param name="same">Gives one and the same text for texts that are equal: ten thousand machines have few owners and labels.</param>
    public static Vm Read(string facts, Vm vm, Func<string, string> same)
    {
        var read = JsonSerializer.Deserialize(facts, MachineJson.Default.MachineFacts) ?? throw new JsonException("There are no facts.");
        return vm with
        {
            Slug = vm.Slug,
            Address = read.Address,
            OtherAddresses = read.Addresses ?? [],
            Port = read.Port,
            Logins = [.. read.Logins.Select(same)],
            Jumps = read.Jumps is null ? [] : [.. read.Jumps.Select(same)],
            Labels = read.Labels is null ? vm.Labels : read.Labels.ToDictionary(label => same(label.Key), label => same(label.Value)),
            OperatingSystem = same(read.Os ?? ""),
            Owner = same(read.Owner ?? ""),
            Notes = read.Notes ?? "",
            Links = read.Links ?? [],
            ConsoleUrl = read.Console,
            HostKeyPolicy = read.HostKeyPolicy,
            Credential = read.Credential is null ? null : same(read.Credential),
            AllowLoopback = read.Loopback,
            AllowsLegacyAlgorithms = read.Legacy,
        };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static IReadOnlyList<T>? NullIfEmpty<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : list;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(MachineFacts))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class MachineJson : JsonSerializerContext;
