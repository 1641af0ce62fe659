namespace WebShell.Core.Vt;

/// <summary>What the parser does with a character on its way to the next state.</summary>
internal enum VtAction : byte
{
    None,
    Print,
    Execute,
    Clear,
    Collect,
    Parameter,
    EscDispatch,
    CsiDispatch,
    OscStart,
    OscPut,
    OscEnd,
    DcsUnhook,
}
