using WebShell.App.Operations;
using WebShell.App.Workspace;

namespace WebShell.App.Layout;

/// <summary>Counts down to the portal's restart.</summary>
public sealed partial class DrainBanner(Drain drain)
{
    public void Dispose() => drain.Changed -= OnChanged;

    protected override void OnInitialized() => drain.Changed += OnChanged;

    private static string When(TimeSpan left) =>
        left > TimeSpan.Zero ? $"in {Durations.Of(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))}" : "now";

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
