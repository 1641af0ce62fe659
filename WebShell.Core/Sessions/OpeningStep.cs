using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>One step of opening a shell, as it went.</summary>
/// <param name="VmName">The machine: the shell's own, or one on the way to it.</param>
/// <param name="Step">Which step.</param>
/// <param name="At">When it began.</param>
/// <param name="Took">How long it took, a person's thinking included; so far, while it is under way.</param>
/// <param name="Facts">What came of it, in words: addresses, banners, prints, methods; never a secret.</param>
/// <param name="State">How it went.</param>
public sealed record OpeningStep(
    string VmName, ShellOpeningStep Step, DateTimeOffset At, TimeSpan Took, IReadOnlyList<string> Facts, OpeningStepState State);

/// <summary>How a step went.</summary>
public enum OpeningStepState
{
    UnderWay,
    Done,
    Failed,
}
