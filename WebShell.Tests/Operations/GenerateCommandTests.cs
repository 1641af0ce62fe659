using WebShell.App.Operations;
using WebShell.Tests.Inventory.Formats;

namespace WebShell.Tests.Operations;

public sealed class GenerateCommandTests
{
    [Theory]
    [InlineData("yaml")]
    [InlineData("csv")]
    public void Generate_AFormat_IsReadableAgain(string format)
    {
        using var output = new StringWriter();

        Assert.Equal(0, GenerateCommand.Run(["--generate", "200", format], output, TextWriter.Null));

        var listing = Reading.Of("fleet", output.ToString());
        Assert.Equal((format, 200, 0), (listing.Format, listing.Machines.Count, listing.Rejected.Count));
    }

    [Theory]
    [InlineData("--generate")]
    [InlineData("--generate", "0")]
    [InlineData("--generate", "many")]
    [InlineData("--generate", "5", "xml")]
    public void Generate_WhatCannotBe_SaysHow(params string[] args)
    {
        using var error = new StringWriter();

        Assert.Equal(2, GenerateCommand.Run(args, TextWriter.Null, error));
        Assert.StartsWith("usage:", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_AnotherOption_IsNotMeant() => Assert.Null(GenerateCommand.Run(["--port", "0"], TextWriter.Null, TextWriter.Null));
}
