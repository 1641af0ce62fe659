using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Editing;

/// <summary>What a source must be to be saved.</summary>
public sealed class SourceRules(SourceReader reader, SourceFolders folders)
{
    /// <summary>Every mistake, each with its field: <c>name</c>, <c>kind</c>, <c>place</c>, <c>tokenFile</c>, <c>interval</c>, <c>logins</c>.</summary>
    public IReadOnlyList<FieldMistake> Check(MachineSource source)
    {
        FieldMistake?[] mistakes =
        [
            source.IsConfigured ? new("name", "This source stands in the configuration and is changed there.") : null,
            source.Name.Trim().Length == 0 ? new("name", "A source needs a name.") : null,
            source.Name.Length > MachineSource.MaxNameLength || VmValidation.Text("name", source.Name) is not null
                ? new("name", $"The name must have at most {MachineSource.MaxNameLength} characters and no control or direction characters.") : null,
            !reader.Kinds.Contains(source.Kind) ? new("kind", $"There is no such kind; there are {string.Join(", ", reader.Kinds)}.") : null,
            Place(source) is { } place ? new("place", place) : null,
            Token(source) is { } token ? new("tokenFile", token) : null,
            source.Interval is { } interval && (interval < MachineSource.MinInterval || interval > MachineSource.MaxInterval)
                ? new("interval", "It can be read every minute at most, and once in 7 days at least.") : null,
            source.Interval is not null && source.Place is null ? new("interval", "Lists that are uploaded have no schedule.") : null,
            source.DefaultLogins.Count > VmValidation.MaxLogins ? new("logins", $"There can be {VmValidation.MaxLogins} logins at most.") : null,
            .. source.DefaultLogins.Select(VmValidation.Login).OfType<string>().Select(mistake => new FieldMistake("logins", mistake)),
        ];
        return [.. mistakes.OfType<FieldMistake>()];
    }

    private string? Place(MachineSource source) => source.Place switch
    {
        null => null,
        { Length: 0 or > MachineSource.MaxPlaceLength } => $"The file or address must have 1 to {MachineSource.MaxPlaceLength} characters.",
        var place when VmValidation.Text("place", place) is { } mistake => mistake,
        _ when source.IsOverHttp => Address(source),
        _ => Folder(() => folders.FileOf(source)),
    };

    private static string? Address(MachineSource source) =>
        source.Kind != "netbox" ? "Only NetBox is read over HTTP; other lists are files or uploads."
        : !Uri.TryCreate(source.Place, UriKind.Absolute, out var uri) ? "This is not an address."
        : uri.UserInfo.Length > 0 ? "The address must not have a user or password in it; put the token into a file."
        : uri.Scheme == Uri.UriSchemeHttp && source.TokenFile is not null && !uri.IsLoopback ? "Over http:// anybody on the way could read the token: use https://."
        : null;

    private string? Token(MachineSource source) => source.TokenFile switch
    {
        null => null,
        { Length: 0 or > MachineSource.MaxPlaceLength } => $"The token's file must have 1 to {MachineSource.MaxPlaceLength} characters.",
        _ when !source.IsOverHttp => "Only a source with an address has a token.",
        _ => Folder(() => folders.TokenOf(source)),
    };

    private static string? Folder(Func<string?> find)
    {
        try
        {
            _ = find();
            return null;
        }
        catch (Exception e) when (e is InventoryException or ArgumentException)
        {
            return e is InventoryException ? e.Message : "This is not the name of a file.";
        }
    }
}
