namespace WebShell.App.Admin.Sources;

/// <summary>A part of what taking a list over would do, in the order in which one reads it.</summary>
public enum PlanSection
{
    Added,
    Changed,
    Removed,
    Conflicts,
    Rejected,
    Ways,
    Ignored,
}
