using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Editing;

/// <summary>What a source must be to be saved.</summary>
internal static class SourceRules
{
    public static IReadOnlyList<FieldMistake> Check(MachineSource source)
    {
        FieldMistake?[] mistakes =
        [
            source.Name.Trim().Length == 0 ? new("name", "A source needs a name.") : null,
            source.Name.Length > MachineSource.MaxNameLength || VmValidation.Text("name", source.Name) is not null
                ? new("name", $"The name must have at most {MachineSource.MaxNameLength} characters and no control or direction characters.") : null,
            source.Kind.Length is 0 or > 32 ? new("kind", "A source needs a kind.") : null,
            source.Place?.Length is 0 or > MachineSource.MaxPlaceLength ? new("place", $"The file or address must have 1 to {MachineSource.MaxPlaceLength} characters.") : null,
            source.TokenFile?.Length is 0 or > MachineSource.MaxPlaceLength ? new("tokenFile", $"The token's file must have 1 to {MachineSource.MaxPlaceLength} characters.") : null,
            source.Interval is { } interval && (interval < MachineSource.MinInterval || interval > MachineSource.MaxInterval)
                ? new("interval", "It can be read every minute at most, and once in 7 days at least.") : null,
            source.Interval is not null && source.Place is null ? new("interval", "Lists that are uploaded have no schedule.") : null,
            .. source.DefaultLogins.Select(VmValidation.Login).OfType<string>().Select(mistake => new FieldMistake("logins", mistake)),
        ];
        return [.. mistakes.OfType<FieldMistake>()];
    }
}
