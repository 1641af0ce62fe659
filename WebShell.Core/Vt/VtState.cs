namespace WebShell.Core.Vt;

/// <summary>Where the parser stands; <see cref="Ground"/> is between sequences (Paul Williams, vt100.net/emu/dec_ansi_parser).</summary>
internal enum VtState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParameter,
    CsiIntermediate,
    CsiIgnore,
    IgnoredString,
    OscString,
    DcsEntry,
    DcsParameter,
    DcsIgnore,
    DcsIntermediate,
    DcsPassthrough,
}
