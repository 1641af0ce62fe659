using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using WebShell.Core;

namespace WebShell.App.Operations;

/// <summary>
/// Reads the whole section <c>WebShell</c> before the start and names every mistake at once: a key that does not exist, a
/// value of the wrong kind, a value out of its bounds. An options class is one with a constant named Section.
/// </summary>
internal static partial class ConfigurationCheck
{
    private const string SectionField = "Section";

    private static readonly Type[] OptionsClasses =
        [.. new[] { typeof(Portal).Assembly, typeof(CoreServices).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => SectionOf(type) is not null)];

    /// <summary>Every key that exists, but for the entries of sections whose children are names.</summary>
    public static IEnumerable<string> Keys =>
        OptionsClasses.Where(type => !HasNamesForKeys(type)).SelectMany(type => SetProperties(type).Select(property => $"{SectionOf(type)}:{property.Name}"));

    /// <exception cref="OptionsValidationException">Names every mistake.</exception>
    public static void Require(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        string[] mistakes =
        [
            .. OptionsClasses.SelectMany(type => KeyMistakes(type, configuration.GetSection(SectionOf(type)!))),
            .. OptionsClasses.SelectMany(type => ValueMistakes(type, services)),
        ];
        if (mistakes.Length > 0)
        {
            throw new OptionsValidationException(PortalOptions.Section, typeof(PortalOptions), mistakes.Distinct());
        }
    }

    private static string? SectionOf(Type type) =>
        type.GetField(SectionField, BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field ? field.GetRawConstantValue() as string : null;

    private static IEnumerable<string> KeyMistakes(Type type, IConfigurationSection section)
    {
        if (HasNamesForKeys(type))
        {
            yield break;
        }

        var properties = SetProperties(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren().Where(child => !OptionsClasses.Any(other => IsSection(other, child.Path))))
        {
            if (!properties.TryGetValue(child.Key, out var property))
            {
                yield return $"{child.Path} is not a key; those of {section.Path} are: {string.Join(", ", properties.Keys)}.";
            }
            else if (child.Value is { } value && KindMistake(property.PropertyType, value) is { } kind)
            {
                // With the default in its place the rest of the section can still be checked; nothing starts from it.
                child.Value = TypeDescriptor.GetConverter(property.PropertyType).ConvertToInvariantString(property.GetValue(Activator.CreateInstance(type)));
                yield return $"{child.Path}: '{value}' is not {kind}.";
            }
        }
    }

    // The children of such a section (credentials) are the operator's own words.
    private static bool HasNamesForKeys(Type type) => SetProperties(type).Any(property =>
        property.PropertyType is { IsGenericType: true } kind && kind.GetGenericTypeDefinition() == typeof(IDictionary<,>));

    // What configuration can set: properties with a setter, and collections, which are filled.
    private static IEnumerable<PropertyInfo> SetProperties(Type type) => type.GetProperties().Where(property =>
        property.SetMethod is not null || (property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType)));

    private static bool IsSection(Type type, string path) => string.Equals(SectionOf(type), path, StringComparison.OrdinalIgnoreCase);

    private static string? KindMistake(Type type, string value)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        var converter = TypeDescriptor.GetConverter(kind);
        return !converter.CanConvertFrom(typeof(string)) || converter.IsValid(value) ? null
            : kind == typeof(TimeSpan) ? "a time span; write hours:minutes:seconds, as in 00:10:00"
            : kind == typeof(bool) ? "true or false"
            : kind.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(kind))}"
            : "a whole number";
    }

    private static IEnumerable<string> ValueMistakes(Type type, IServiceProvider services)
    {
        var options = services.GetService(typeof(IOptions<>).MakeGenericType(type));
        try
        {
            _ = options?.GetType().GetProperty(nameof(IOptions<>.Value))!.GetValue(options);
            return [];
        }
        catch (TargetInvocationException e) when (e.InnerException is OptionsValidationException mistakes)
        {
            return mistakes.Failures.Select(failure => OfAnnotation().Replace(failure, $"{SectionOf(type)}:$1 $2"));
        }
    }

    // "PerUser: The field CircuitLimits.PerUser must be between 1 and 9." says the same thing twice and not where.
    [GeneratedRegex(@"^(\w+): The (?:field )?[\w.]+ (?:field )?(.*)$", RegexOptions.Singleline)]
    private static partial Regex OfAnnotation();
}
