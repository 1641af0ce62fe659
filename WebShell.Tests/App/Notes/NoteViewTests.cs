using AngleSharp.Dom;
using Bunit;
using WebShell.App.Notes;

namespace WebShell.Tests.App.Notes;

public sealed class NoteViewTests : BunitContext
{
    [Fact]
    public void View_WhatPeopleWrite_IsDrawn()
    {
        var view = Draw("""
            # Runbook
            Restart **with care**, `systemctl restart app`, then *wait* ~~five~~ ten minutes.
            Second line.

            - see <https://wiki.example/app> or https://status.example
            - [mail us](mailto:ops@example.com)

            3. three

            > quoted

            ```sh
            echo  "two  spaces"
            ```

            | disk | use |
            |------|-----|
            | sda  | db  |
            """);

        Assert.Equal("Runbook", view.Find("h4").TextContent);
        Assert.Equal("with care", view.Find("strong").TextContent);
        Assert.Equal("systemctl restart app", view.Find("code").TextContent);
        Assert.Equal(("wait", "five"), (view.Find("em").TextContent, view.Find("del").TextContent));
        Assert.NotNull(view.Find("p br"));
        Assert.Equal(["https://wiki.example/app", "https://status.example/", "mailto:ops@example.com"], Links(view));
        Assert.Equal("3", view.Find("ol").GetAttribute("start"));
        Assert.Equal("quoted", view.Find("blockquote").TextContent.Trim());
        Assert.Equal("echo  \"two  spaces\"", view.Find("pre").TextContent);
        Assert.Equal(("disk", "db"), (view.Find("th").TextContent, view.FindAll("td")[1].TextContent));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=alert(1)>b</b>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>\n\n<style>* { display: none }</style>")]
    [InlineData("`<script>alert(1)</script>`")]
    [InlineData("```\n<script>alert(1)</script>\n```")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<!-- <script>alert(1)</script> -->")]
    public void View_Markup_IsText(string text)
    {
        var view = Draw(text);

        Assert.Empty(view.FindAll("script, img, b, iframe, style, svg, [onclick], [onerror], [onload]"));
        Assert.Contains("<", view.Find(".note").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt:alert(1))")]
    [InlineData("[click](java&#x0A;script:alert(1))")]
    [InlineData("[click](&#x1;javascript:alert(1))")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[click](vbscript:x)")]
    [InlineData("[click](file:///etc/passwd)")]
    [InlineData("[click](//evil.example)")]
    [InlineData("[click](/account)")]
    [InlineData("[click](https://portal.example@evil.example)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[click][x]\n\n[x]: javascript:alert(1)")]
    [InlineData("![click](javascript:alert(1))")]
    [InlineData("[click](<https://evil.example/\u202egpj.exe>)")]
    public void View_AnAddressThatNoBrowserShallOpen_IsOnlyRead(string text)
    {
        var view = Draw(text);

        Assert.Empty(view.FindAll("a, img"));
        Assert.DoesNotContain("href", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void View_Links_OpenElsewhereAndTellTheirAddress()
    {
        var link = Draw("[here](https://wiki.example/a?b=c&d)").Find("a");

        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal(("https://wiki.example/a?b=c&d", "https://wiki.example/a?b=c&d"), (link.GetAttribute("href"), link.GetAttribute("title")));
    }

    [Fact]
    public void View_Images_AreLinks_AndNotInALink()
    {
        var view = Draw("![the rack](https://pictures.example/rack.png) [![badge](https://ci.example/badge.svg)](https://ci.example)");

        Assert.Empty(view.FindAll("img"));
        Assert.Equal(["https://pictures.example/rack.png", "https://ci.example/"], Links(view));
        Assert.Equal(["image: the rack", "image: badge"], view.FindAll("a").Select(link => link.TextContent));
        Assert.Empty(view.FindAll("a a"));
    }

    [Fact]
    public void View_WhatCannotBeSeen_IsLeftOut()
    {
        var view = Draw("a\u202eb &#x202E;&#x2066;c `d\u200be`\n\n    f\u202dg");

        Assert.DoesNotContain(view.Find(".note").TextContent, letter => letter is '\u202e' or '\u2066' or '\u200b' or '\u202d');
        Assert.Contains("ab", view.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal("fg", view.Find("pre").TextContent);
    }

    [Fact]
    public void View_OtherNotes_AreReadAnew()
    {
        var view = Draw("one");

        view.Render(parameters => parameters.Add(p => p.Text, "two"));

        Assert.Equal("two", view.Find("p").TextContent);
    }

    private IRenderedComponent<NoteView> Draw(string text) => Render<NoteView>(parameters => parameters.Add(p => p.Text, text));

    private static IEnumerable<string?> Links(IRenderedComponent<NoteView> view) => view.FindAll("a").Select(link => link.GetAttribute("href"));
}
