using System.Globalization;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary>A source as the form has it: each field a text.</summary>
public sealed class SourceDraft
{
    private static readonly char[] Separators = [',', ' ', '\t', '\n', '\r'];

    public string Name { get; set; } = "";

    public string Kind { get; set; } = MachineSource.AnyFile;

    /// <summary>Its lists are uploaded; it has no place of its own.</summary>
    public bool IsUploaded { get; set; } = true;

    public string Place { get; set; } = "";

    public string TokenFile { get; set; } = "";

    public string Logins { get; set; } = "";

    /// <summary>How often it is looked at; empty: when somebody asks.</summary>
    public string Minutes { get; set; } = "";

    public bool IsEnabled { get; set; } = true;

    public static SourceDraft Of(MachineSource source) => new()
    {
        Name = source.Name,
        Kind = source.Kind,
        IsUploaded = source.Place is null,
        Place = source.Place ?? "",
        TokenFile = source.TokenFile ?? "",
        Logins = string.Join(", ", source.DefaultLogins),
        Minutes = source.Interval?.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture) ?? "",
        IsEnabled = source.IsEnabled,
    };

    /// <summary>The source that is written here, and all that is wrong with it.</summary>
    /// <param name="id">The source's.</param>
    /// <param name="others">The names that are taken.</param>
    /// <param name="rules">What it must be besides.</param>
    public (MachineSource Source, IReadOnlyList<FieldMistake> Mistakes) Read(string id, IEnumerable<string> others, SourceRules rules)
    {
        List<FieldMistake> mistakes = [];
        var source = new MachineSource
        {
            Id = id,
            Name = Name.Trim(),
            Kind = Kind,
            Place = IsUploaded ? null : Place.Trim(),
            TokenFile = IsUploaded || TokenFile.Trim() is not { Length: > 0 } file ? null : file,
            DefaultLogins = Logins.Split(Separators, StringSplitOptions.RemoveEmptyEntries),
            Interval = IsUploaded ? null : ReadMinutes(mistakes),
            IsEnabled = IsEnabled,
        };
        if (others.Contains(source.Name, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Add(new("name", $"There is a source named {source.Name} already."));
        }

        return (source, [.. mistakes, .. rules.Check(source)]);
    }

    private TimeSpan? ReadMinutes(List<FieldMistake> mistakes)
    {
        if (Minutes.Trim().Length == 0)
        {
            return null;
        }

        // What has no place in a TimeSpan is out of its bounds as well, and those are told by the rules.
        if (double.TryParse(Minutes.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes))
        {
            return minutes > MachineSource.MaxInterval.TotalMinutes ? TimeSpan.MaxValue : TimeSpan.FromMinutes(minutes);
        }

        mistakes.Add(new("interval", "Write a number of minutes, or leave it empty: then it is looked at when somebody asks."));
        return null;
    }
}
