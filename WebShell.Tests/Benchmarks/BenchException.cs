namespace WebShell.Tests.Benchmarks;

/// <summary>Something could not be measured; the message says what and why.</summary>
public sealed class BenchException(string message) : Exception(message);
