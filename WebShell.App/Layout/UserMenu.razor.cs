using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WebShell.Core.Access;

namespace WebShell.App.Layout;

/// <summary>Who is signed in, the theme, and the way out. The theme belongs to the browser, so its choice is kept there.</summary>
public sealed partial class UserMenu(ICurrentUser currentUser, IJSRuntime js)
{
    private static readonly string[] Themes = ["Dark", "Light", "System"];

    private ElementReference _menu;
    private PortalUser? _user;
    private bool _isReady;

    private string Initials
    {
        get
        {
            var words = _user!.Name.Split([' ', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
            return (words switch
            {
                [var first, var last, ..] => $"{first[0]}{last[0]}",
                [{ Length: > 1 } only] => only[..2],
                _ => "?",
            }).ToUpperInvariant();
        }
    }

    protected override async Task OnInitializedAsync() => _user = await currentUser.GetAsync(CancellationToken.None);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_user is not null && !_isReady)
        {
            _isReady = true;
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./Layout/UserMenu.razor.js");
            await module.InvokeVoidAsync("attach", _menu);
        }
    }
}
