using Microsoft.AspNetCore.Http.HttpResults;

namespace WebShell.App.Account;

/// <summary>The sign-in page, as every way in shows it: for the first time, or again with what was wrong.</summary>
internal sealed class SignInPages(OneTimeSignIn oneTime)
{
    /// <param name="context">The request that gets it.</param>
    /// <param name="problem">A sentence; null: nothing was wrong.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="next">Where to go afterwards; local.</param>
    /// <param name="name">The sign-in name that was typed.</param>
    public RazorComponentResult<SignInPage> Show(HttpContext context, string? problem, int status, string next, string name = "") =>
        new(new { Form = DoorForm.For(context), Problem = problem, Return = next, Name = name, IsLinkOffered = oneTime.IsOffered }) { StatusCode = status };
}
