namespace WebShell.Core.Access.Rules;

/// <summary>Days of the week, Monday first.</summary>
[Flags]
public enum RuleDays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    Daily = Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday,
}
