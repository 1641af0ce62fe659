namespace WebShell.App.Admin;

/// <summary>Where administration is, relative to the portal's root.</summary>
internal static class AdminPaths
{
    public const string People = "admin/people";

    /// <summary>What several sign in to machines with.</summary>
    public const string Credentials = "admin/credentials";

    public const string HostKeys = "admin/host-keys";

    /// <summary>Who may go where.</summary>
    public const string Rules = "admin/rules";

    /// <summary>The rules as a file.</summary>
    public const string RulesFile = "admin/rules/rules.yaml";

    /// <summary>Who reaches what.</summary>
    public const string Reach = "admin/reach";

    /// <summary>Who asks for access.</summary>
    public const string Requests = "admin/requests";

    public const string Ssh = "admin/ssh";

    /// <summary>The sources of machines; behind it the page of each by its id.</summary>
    public const string Sources = "admin/sources";

    public const string Audit = "admin/audit";

    /// <summary>The audit log as a file.</summary>
    public const string AuditLines = "admin/audit.jsonl";

    public const string Posture = "admin/settings";

    /// <summary>The pinned keys as a file.</summary>
    public const string KnownHosts = "admin/host-keys/known_hosts";
}
