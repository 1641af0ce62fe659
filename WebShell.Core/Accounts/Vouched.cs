namespace WebShell.Core.Accounts;

/// <summary>A person who has just proved to somebody else who they are, and what that one says of them. Foreign text.</summary>
/// <param name="Origin">What kind of voucher it is.</param>
/// <param name="Identity">Who the person is there.</param>
/// <param name="By">The voucher in words, for the audit.</param>
public sealed record Vouched(AccountOrigin Origin, ExternalIdentity Identity, string By)
{
    /// <summary>What would be the sign-in name here.</summary>
    public string? Name { get; init; }

    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    /// <summary>The groups there.</summary>
    public IReadOnlyCollection<string> Groups { get; init; } = [];
}
