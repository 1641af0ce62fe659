using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WebShell.Core.Inventory.Formats;

/// <summary>
/// Lets through only what the node loader can take: it calls itself for every level, and hashes every key with all that is in it, so levels
/// are bounded, keys are single values, and nothing contains itself.
/// </summary>
internal sealed class FlatParser(Parser parser, int maxDepth, CancellationToken cancellationToken) : IParser
{
    private readonly Stack<Level> _open = new();
    private int _depth;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!parser.MoveNext())
        {
            return false;
        }

        var now = parser.Current!;
        _depth += now.NestingIncrease;
        if (_depth > maxDepth)
        {
            throw Mistake("too many levels.");
        }

        switch (now)
        {
            case MappingStart or SequenceStart:
                CheckKey();
                _open.Push(new Level(now is MappingStart, ((NodeEvent)now).Anchor));
                break;
            case MappingEnd or SequenceEnd:
                _ = _open.Pop();
                Next();
                break;
            case AnchorAlias alias:
                CheckKey();
                if (_open.Any(level => level.Anchor == alias.Value))
                {
                    throw Mistake("it contains itself.");
                }

                Next();
                break;
            case Scalar:
                Next();
                break;
        }

        return true;
    }

    private void CheckKey()
    {
        if (_open.TryPeek(out var level) && level is { IsMapping: true, IsAtValue: false })
        {
            throw Mistake("a key must be a single value.");
        }
    }

    // In a mapping a value follows a key, and a key a value.
    private void Next()
    {
        if (_open.TryPeek(out var level))
        {
            level.IsAtValue = !level.IsAtValue;
        }
    }

    private YamlException Mistake(string what) => new(parser.Current!.Start, parser.Current.End, what);

    private sealed class Level(bool isMapping, AnchorName anchor)
    {
        public bool IsMapping => isMapping;

        // Empty where there is none; no alias is empty.
        public AnchorName Anchor => anchor;

        public bool IsAtValue { get; set; }
    }
}
