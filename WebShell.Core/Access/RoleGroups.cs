namespace WebShell.Core.Access;

/// <summary>The group that everybody of a role is in, for rules: the role in plural. No real group may be called so.</summary>
public static class RoleGroups
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<PortalRole>().Select(Of)];

    public static string Of(PortalRole role) => role switch
    {
        PortalRole.Administrator => "administrators",
        PortalRole.Operator => "operators",
        PortalRole.Auditor => "auditors",
        _ => "users",
    };
}
