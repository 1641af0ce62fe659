namespace WebShell.Core.Vt;

/// <summary>
/// The transitions of the parser by state and character, the same as xterm.js 6.0.0 has them (EscapeSequenceParser.ts): where
/// the two differed, a replay would show something else than the page did. Characters from U+00A0 on count as U+00A0.
/// </summary>
internal static class VtTable
{
    public const int FirstWideCharacter = 0xA0;
    private const int Width = FirstWideCharacter + 1;
    private const int States = (int)VtState.DcsPassthrough + 1;

    private static readonly byte[] Entries = Build();

    public static (VtAction Action, VtState Next) Look(VtState state, int character)
    {
        var entry = Entries[((int)state * Width) + Math.Min(character, FirstWideCharacter)];
        return ((VtAction)(entry >> 4), (VtState)(entry & 15));
    }

    private static byte[] Build()
    {
        // What is not said below is an error, and an error ends in Ground.
        var table = new byte[States * Width];
        foreach (var state in Enum.GetValues<VtState>())
        {
            AddAnywhere(table, state);
            AddControls(table, state);
        }

        AddEscape(table);
        AddCsi(table);
        AddStrings(table);
        AddDcs(table);
        AddWide(table);
        return table;
    }

    private static void AddAnywhere(byte[] table, VtState state)
    {
        Set(table, state, 0x18, VtAction.Execute, VtState.Ground);
        Set(table, state, 0x1A, VtAction.Execute, VtState.Ground);
        Set(table, state, 0x80..0x9B, VtAction.Execute, VtState.Ground);
        Set(table, state, 0x1B, VtAction.Clear, VtState.Escape);
        Set(table, state, 0x90, VtAction.Clear, VtState.DcsEntry);
        Set(table, state, 0x98, VtAction.None, VtState.IgnoredString);
        Set(table, state, 0x9B, VtAction.Clear, VtState.CsiEntry);
        Set(table, state, 0x9C, VtAction.None, VtState.Ground);
        Set(table, state, 0x9D, VtAction.OscStart, VtState.OscString);
        Set(table, state, 0x9E..0xA0, VtAction.None, VtState.IgnoredString);
    }

    // C0 controls work in the middle of a sequence, and are part of a string.
    private static void AddControls(byte[] table, VtState state)
    {
        var action = state < VtState.IgnoredString ? VtAction.Execute : VtAction.None;
        Set(table, state, 0x00..0x18, action, state);
        Set(table, state, 0x19, action, state);
        Set(table, state, 0x1C..0x20, action, state);
        if (state != VtState.Ground)
        {
            Set(table, state, 0x7F, state == VtState.OscString ? VtAction.OscPut : VtAction.None, state);
        }
    }

    private static void AddEscape(byte[] table)
    {
        Set(table, VtState.Ground, 0x20..0x7F, VtAction.Print, VtState.Ground);
        Set(table, VtState.Escape, 0x20..0x30, VtAction.Collect, VtState.EscapeIntermediate);
        Set(table, VtState.Escape, 0x30..0x7F, VtAction.EscDispatch, VtState.Ground);
        Set(table, VtState.Escape, 'P', VtAction.Clear, VtState.DcsEntry);
        Set(table, VtState.Escape, 'X', VtAction.None, VtState.IgnoredString);
        Set(table, VtState.Escape, '[', VtAction.Clear, VtState.CsiEntry);
        Set(table, VtState.Escape, ']', VtAction.OscStart, VtState.OscString);
        Set(table, VtState.Escape, '^', VtAction.None, VtState.IgnoredString);
        Set(table, VtState.Escape, '_', VtAction.None, VtState.IgnoredString);
        Set(table, VtState.EscapeIntermediate, 0x20..0x30, VtAction.Collect, VtState.EscapeIntermediate);
        Set(table, VtState.EscapeIntermediate, 0x30..0x7F, VtAction.EscDispatch, VtState.Ground);
    }

    private static void AddCsi(byte[] table)
    {
        AddHead(table, VtState.CsiEntry, VtState.CsiParameter, VtState.CsiIntermediate, VtState.CsiIgnore, VtAction.CsiDispatch, VtState.Ground);
        Set(table, VtState.CsiIgnore, 0x20..0x40, VtAction.None, VtState.CsiIgnore);
        Set(table, VtState.CsiIgnore, 0x40..0x7F, VtAction.None, VtState.Ground);
    }

    // What control sequences and device control strings begin with: a prefix, parameters, intermediates and a final byte.
    private static void AddHead(
        byte[] table, VtState entry, VtState parameter, VtState intermediate, VtState ignore, VtAction final, VtState afterFinal)
    {
        foreach (var state in (ReadOnlySpan<VtState>)[entry, parameter, intermediate])
        {
            Set(table, state, 0x20..0x30, VtAction.Collect, intermediate);
            Set(table, state, 0x40..0x7F, final, afterFinal);
        }

        Set(table, entry, 0x30..0x3C, VtAction.Parameter, parameter);
        Set(table, entry, 0x3C..0x40, VtAction.Collect, parameter);
        Set(table, parameter, 0x30..0x3C, VtAction.Parameter, parameter);
        Set(table, parameter, 0x3C..0x40, VtAction.None, ignore);
        Set(table, intermediate, 0x30..0x40, VtAction.None, ignore);
    }

    private static void AddStrings(byte[] table)
    {
        Set(table, VtState.IgnoredString, 0x20..0x7F, VtAction.None, VtState.IgnoredString);
        Set(table, VtState.OscString, 0x20..0x7F, VtAction.OscPut, VtState.OscString);
        foreach (var end in (ReadOnlySpan<int>)[0x07, 0x18, 0x1A, 0x9C])
        {
            Set(table, VtState.OscString, end, VtAction.OscEnd, VtState.Ground);
        }

        Set(table, VtState.OscString, 0x1B, VtAction.OscEnd, VtState.Escape);
    }

    private static void AddDcs(byte[] table)
    {
        AddHead(table, VtState.DcsEntry, VtState.DcsParameter, VtState.DcsIntermediate, VtState.DcsIgnore, VtAction.None, VtState.DcsPassthrough);
        Set(table, VtState.DcsIgnore, 0x20..0x80, VtAction.None, VtState.DcsIgnore);
        Set(table, VtState.DcsPassthrough, 0x20..0x80, VtAction.None, VtState.DcsPassthrough);
        Set(table, VtState.DcsPassthrough, 0x18, VtAction.DcsUnhook, VtState.Ground);
        Set(table, VtState.DcsPassthrough, 0x1A, VtAction.DcsUnhook, VtState.Ground);
        Set(table, VtState.DcsPassthrough, 0x9C, VtAction.DcsUnhook, VtState.Ground);
        Set(table, VtState.DcsPassthrough, 0x1B, VtAction.DcsUnhook, VtState.Escape);
    }

    private static void AddWide(byte[] table)
    {
        Set(table, VtState.Ground, FirstWideCharacter, VtAction.Print, VtState.Ground);
        Set(table, VtState.OscString, FirstWideCharacter, VtAction.OscPut, VtState.OscString);
        foreach (var state in (ReadOnlySpan<VtState>)[VtState.CsiIgnore, VtState.DcsIgnore, VtState.DcsPassthrough])
        {
            Set(table, state, FirstWideCharacter, VtAction.None, state);
        }
    }

    private static void Set(byte[] table, VtState state, Range characters, VtAction action, VtState next)
    {
        for (var character = characters.Start.Value; character < characters.End.Value; character++)
        {
            Set(table, state, character, action, next);
        }
    }

    private static void Set(byte[] table, VtState state, int character, VtAction action, VtState next) =>
        table[((int)state * Width) + character] = (byte)(((int)action << 4) | (int)next);
}
