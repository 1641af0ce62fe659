using System.Globalization;
using Bunit;
using WebShell.App.Dialogs;
using WebShell.Core.Shells;

namespace WebShell.Tests.App.Dialogs;

public sealed class TimeLeftTests
{
    [Fact]
    public async Task TimeLeft_IsSaidInTheLastMinute()
    {
        await using var portal = new PortalPage();

        var said = Render(portal, TimeSpan.FromSeconds(50)).Find("[role=timer]").TextContent;

        Assert.EndsWith(" s left", said, StringComparison.Ordinal);
        Assert.InRange(int.Parse(said[..^7], CultureInfo.InvariantCulture), 1, 50);
    }

    [Fact]
    public async Task TimeLeft_BeforeTheLastMinute_IsNotSaid()
    {
        await using var portal = new PortalPage();

        Assert.Equal("", Render(portal, TimeSpan.FromHours(1)).Markup);
    }

    [Fact]
    public async Task TimeLeft_Over_IsZero()
    {
        await using var portal = new PortalPage();

        Assert.Equal("0 s left", Render(portal, TimeSpan.Zero).Find("[role=timer]").TextContent);
    }

    [Fact]
    public async Task TimeLeft_OfAQuestionWithoutALimit_IsNothing()
    {
        await using var portal = new PortalPage();

        Assert.Equal("", portal.Render<TimeLeft>().Markup);
    }

    private static IRenderedComponent<TimeLeft> Render(PortalPage portal, TimeSpan limit) =>
        portal.Render<TimeLeft>(parameters => parameters.Add(time => time.Of, new AnswerTime(limit)));
}
