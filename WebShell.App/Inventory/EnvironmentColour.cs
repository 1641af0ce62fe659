namespace WebShell.App.Inventory;

/// <summary>Which of the four environment colours an <c>env</c> label has. Red is production's and nothing else's.</summary>
internal static class EnvironmentColour
{
    /// <summary>The classes for an element that wears the environment's colour.</summary>
    public static string ClassOf(string environment) => environment.ToLowerInvariant() switch
    {
        "prod" or "production" or "live" => "env env-prod",
        "staging" or "stage" or "preprod" or "uat" => "env env-staging",
        "dev" or "development" => "env env-dev",
        "lab" or "test" or "qa" or "sandbox" => "env env-lab",
        _ => "env",
    };
}
