namespace WebShell.App.Account.OpenId;

/// <summary>One way of one browser to the provider and back. Only that browser has it, sealed.</summary>
/// <param name="State">What the provider sends back; unguessable.</param>
/// <param name="Nonce">What the ID token must repeat.</param>
/// <param name="Verifier">What proves to the provider that who brings the code began the way (RFC 7636).</param>
/// <param name="Return">Where to go then; local.</param>
internal sealed record OidcJourney(string State, string Nonce, string Verifier, string Return)
{
    // Records show what they hold.
    public override string ToString() => nameof(OidcJourney);
}
