namespace WebShell.App.Terminals;

/// <summary>A measurement of the way from the browser to the portal and back, through the circuit that carries the terminal.</summary>
public readonly record struct TerminalPing(TimeSpan RoundTrip);
