using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>One thing that somebody wants to do.</summary>
/// <param name="Asker">Who, when, from where.</param>
/// <param name="Machine">On which machine; null when the inventory knows none of that name.</param>
/// <param name="Login">As whom.</param>
/// <param name="What">One activity.</param>
public sealed record AccessRequest(Asker Asker, Vm? Machine, string Login, RuleActivities What);
