using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Layout;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Layout;

public sealed class MainLayoutTests
{
    private static readonly Vm[] Fleet = [Machines.Named("db-01"), Machines.Named("web-01", ("env", "prod"))];

    [Fact]
    public async Task Walking_FromTheShellToAnotherPage_KeepsTheTerminalsElement()
    {
        await using var portal = await Portal();
        var layout = Render(portal);
        await layout.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));
        await layout.InvokeAsync(() => portal.Workspace.Place(isFullPage: true));
        layout.WaitForAssertion(() => Assert.Contains("is-full", layout.Find(".dock").ClassList));
        var area = layout.FindComponent<WorkspaceArea>().Instance;
        var pane = layout.FindComponent<ShellPane>().Instance;

        await layout.InvokeAsync(() => portal.Workspace.Place(isFullPage: false));

        layout.WaitForAssertion(() => Assert.DoesNotContain("is-full", layout.Find(".dock").ClassList));
        Assert.Same(area, layout.FindComponent<WorkspaceArea>().Instance);
        Assert.Same(pane, layout.FindComponent<ShellPane>().Instance);
        Assert.False(layout.Find("main").HasAttribute("hidden"));
    }

    [Fact]
    public async Task Rail_ListsOpenShellsAndSignsOutByPost()
    {
        await using var portal = await Portal();
        var layout = Render(portal);
        await layout.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));

        layout.WaitForAssertion(() => Assert.Equal("1 open", layout.Find(".rail .badge").TextContent));
        Assert.Equal("shell/web-01?login=root", layout.Find(".rail .nav-sub").GetAttribute("href"));
        var form = layout.Find(".user-menu form");
        Assert.Equal(("post", "signout"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal("token", form.QuerySelector("input[type=hidden]")!.GetAttribute("value"));
        Assert.StartsWith("Account: Ann Berg", Finding.NameOf(layout.Find(".user")).Replace("AB ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("AB", layout.Find(".av").TextContent);
    }

    [Theory]
    [InlineData("next-shell", "db-01")]
    [InlineData("previous-shell", "db-01")]
    [InlineData("close-shell", "db-01")]
    public async Task Shortcut_ForTabs_ShowsTheOtherShell(string shortcut, string shown)
    {
        await using var portal = await Portal();
        var layout = Render(portal);
        await layout.InvokeAsync(() => portal.Workspace.OpenAsync("db-01", null));
        await portal.CancellableAttemptAsync();
        await layout.InvokeAsync(() => portal.Workspace.OpenAsync("web-01", null));
        await portal.CancellableAttemptAsync();
        layout.WaitForAssertion(() => Assert.Equal(2, layout.FindAll(".tab").Count));

        await layout.InvokeAsync(() => layout.Instance.OnShortcut(shortcut));

        Assert.Equal(shown, portal.Workspace.Active?.Address.VmName);
        Assert.Equal(shortcut == "close-shell" ? 1 : 2, portal.Workspace.Tabs.Count);
    }

    [Fact]
    public async Task Shortcut_NewShell_GoesToTheMachines()
    {
        await using var portal = await Portal();
        portal.Navigation.NavigateTo("shell");
        var layout = Render(portal);

        await layout.InvokeAsync(() => layout.Instance.OnShortcut("new-shell"));

        Assert.Equal("", portal.Address);
    }

    [Fact]
    public async Task Keys_AreListedInADialog()
    {
        await using var portal = await Portal();
        var layout = Render(portal);

        await layout.InvokeAsync(() => layout.Instance.OnShortcut("keys"));

        Assert.Equal("Keys", layout.Find("dialog h2").TextContent);
        await layout.Button("Close").ClickAsync(new MouseEventArgs { Detail = 1 });
        Assert.Empty(layout.FindAll("dialog"));
    }

    [Fact]
    public async Task Page_ThatFails_SaysSoWithAnIdAndTheFrameStays()
    {
        await using var portal = await Portal();

        var layout = Render(portal, builder =>
        {
            builder.OpenComponent<Failing>(0);
            builder.CloseComponent();
        });

        Assert.Matches("E-[0-9A-Z]{8}", layout.Find("main [role=alert]").TextContent);
        Assert.DoesNotContain("boom", layout.Markup);
        Assert.NotNull(layout.Find(".rail"));
    }

    private static async Task<PortalPage> Portal()
    {
        var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Services.AddSingleton<AntiforgeryStateProvider>(new FixedToken());
        portal.JSInterop.SetupModule("./Layout/MainLayout.razor.js").SetupModule(invocation => invocation.Identifier == "listen").SetupVoid("dispose").SetVoidResult();
        portal.JSInterop.SetupModule("./Account/KeepSignedIn.razor.js").SetupModule(invocation => invocation.Identifier == "keep").SetupVoid("stop").SetVoidResult();
        portal.JSInterop.SetupModule("./Layout/UserMenu.razor.js").SetupVoid("attach", _ => true).SetVoidResult();
        return portal;
    }

    private static IRenderedComponent<MainLayout> Render(PortalPage portal, RenderFragment? body = null) =>
        portal.Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, body ?? (builder => builder.AddContent(0, "page"))));

    private sealed class FixedToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }

    private sealed class Failing : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("boom");
    }
}
