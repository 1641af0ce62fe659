namespace WebShell.App.Account;

/// <summary>A key that was shown and waits for its first code. It lies in the page alone, sealed for ten minutes and for its account.</summary>
/// <param name="Key">As it is typed.</param>
/// <param name="Picture">As it is scanned.</param>
/// <param name="Sealed">As the form brings it back.</param>
public sealed record AuthenticatorSetup(string Key, QrPicture Picture, string Sealed);
