namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>Reads a file and all that it includes into blocks, in the order in which ssh would see them.</summary>
internal sealed class SshConfigParser(ListingText text, IgnoredWords ignored, CancellationToken cancellationToken)
{
    /// <summary>As deep as OpenSSH goes (READCONF_MAX_DEPTH).</summary>
    private const int MaxDepth = 16;

    private const int MaxBlocks = 2 * ListingBuilder.MaxMachines;
    private const int MaxIncludes = 1000;
    private const int MaxKeywordShown = 40;

    // What a machine is made of; every other keyword is ignored, in one word and not in silence.
    private static readonly HashSet<string> Known = ["hostname", "port", "user", "proxyjump"];

    private readonly List<HostBlock> _blocks = [];
    private readonly IncludedFiles _files = new(text.BaseDirectory);
    private int _includes;

    /// <exception cref="InventoryException">It is not such a file, or its includes go in a circle or too far.</exception>
    public IReadOnlyList<HostBlock> Parse()
    {
        Parse(text.Text, "", null, [text.FileName]);
        return _blocks;
    }

    private void Parse(string content, string file, HostBlock? parent, List<string> stack)
    {
        var block = Begin(new HostBlock(parent, [], ""));
        var number = 0;
        foreach (var line in content.EnumerateLines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (SshConfigLine.Read(line.ToString()) is not { } read)
            {
                continue;
            }

            var place = file.Length == 0 ? $"line {number}" : $"{file}, line {number}";
            switch (read.Keyword)
            {
                case "host":
                    block = Begin(new HostBlock(parent, read.Arguments, place));
                    break;
                case "match":
                    ignored.Note($"Match {ShownText.Of(string.Join(' ', read.Arguments))} and what stands under it ({place})");
                    block = Begin(new HostBlock(parent, [], place) { IsNever = true });
                    break;
                case "include":
                    Include(read.Arguments, place, block, stack);
                    // What follows belongs to the same names, after what was included.
                    block = Begin(new HostBlock(parent, block.Patterns, block.Place) { IsNever = block.IsNever, IsContinued = true });
                    break;
                default:
                    Take(block, read.Keyword, read.Arguments, place);
                    break;
            }
        }
    }

    private HostBlock Begin(HostBlock block)
    {
        if (_blocks.Count == MaxBlocks)
        {
            throw new InventoryException($"There are more than {MaxBlocks} Host lines in it.");
        }

        _blocks.Add(block);
        return block;
    }

    private void Take(HostBlock block, string keyword, List<string> arguments, string place)
    {
        if (block.IsNever)
        {
            return;
        }

        if (!Known.Contains(keyword))
        {
            ignored.Add(keyword.Length > MaxKeywordShown ? keyword[..MaxKeywordShown] : keyword, place);
        }
        else if (arguments.Count == 0)
        {
            throw new InventoryException($"{place}: {keyword} needs a value.");
        }
        else
        {
            block.Add(keyword, new SshValue(arguments[0], place));
        }
    }

    private void Include(List<string> patterns, string place, HostBlock block, List<string> stack)
    {
        if (block.IsNever)
        {
            return;
        }

        if (++_includes > MaxIncludes)
        {
            throw new InventoryException($"{place}: there are more than {MaxIncludes} Include lines.");
        }

        foreach (var pattern in patterns)
        {
            if (_files.Find(pattern) is not { } found)
            {
                ignored.Note($"Include {ShownText.Of(pattern)} ({place}): {_files.Refusal(pattern)}");
                continue;
            }

            foreach (var path in found)
            {
                var name = _files.NameOf(path);
                if (stack.Contains(name))
                {
                    throw new InventoryException($"{place}: the includes go in a circle: {string.Join(" → ", stack.Append(name).Select(ShownText.Of))}.");
                }

                if (stack.Count >= MaxDepth)
                {
                    throw new InventoryException($"{place}: the includes are more than {MaxDepth} deep.");
                }

                Parse(_files.Read(path, place), name, block, [.. stack, name]);
            }
        }
    }
}
