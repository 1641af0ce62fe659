using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Writes one YAML document of mappings and lists; what has nothing in it is left out, and every text is read back as it was.</summary>
internal sealed class YamlWriter(TextWriter output)
{
    private readonly Emitter _emitter = new(output, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));

    /// <summary>One mapping with one list, each item written by <paramref name="write"/> as a mapping.</summary>
    public void Document<T>(string key, IEnumerable<T> items, Action<T> write)
    {
        _emitter.Emit(new StreamStart());
        _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        _emitter.Emit(new MappingStart());
        Items(key, items, write);
        _emitter.Emit(new MappingEnd());
        _emitter.Emit(new DocumentEnd(isImplicit: true));
        _emitter.Emit(new StreamEnd());
    }

    public void Text(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Value(key);
            Value(value);
        }
    }

    public void List(string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Value(key);
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
        foreach (var value in values)
        {
            Value(value);
        }

        _emitter.Emit(new SequenceEnd());
    }

    public void Map(string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            Map(key, () =>
            {
                foreach (var (name, value) in values)
                {
                    Text(name, value);
                }
            });
        }
    }

    /// <summary>A mapping whose keys <paramref name="write"/> writes.</summary>
    public void Map(string key, Action write)
    {
        Value(key);
        Map(write);
    }

    /// <summary>A list, each item written by <paramref name="write"/> as a mapping.</summary>
    public void Items<T>(string key, IEnumerable<T> items, Action<T> write)
    {
        Value(key);
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in items)
        {
            Map(() => write(item));
        }

        _emitter.Emit(new SequenceEnd());
    }

    private void Map(Action write)
    {
        _emitter.Emit(new MappingStart());
        write();
        _emitter.Emit(new MappingEnd());
    }

    // Quoted where a line break, a control character or an edge of blanks would not survive a plain one.
    private void Value(string value) => _emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, value,
        value.EnumerateRunes().Any(System.Text.Rune.IsControl) || value.AsSpan().ContainsAny('\u2028', '\u2029') || value.Trim().Length != value.Length ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
        isPlainImplicit: true, isQuotedImplicit: true));
}
