using WebShell.App.Operations;

namespace WebShell.Tests.Operations;

public sealed class SecretsCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-secrets-").FullName;

    [Fact]
    public async Task Rewrap_OfAPortalsData_SaysHowMany()
    {
        var (code, output, error) = await RunAsync("secrets", "rewrap", "--data", _data, "--no-demo", "--environment", "Development");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("people's own credentials: 0 wrapped anew, 0 had the current key, 0 do not open.", output, StringComparison.Ordinal);
        Assert.EndsWith("Former keys are not needed any more.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrap_WithoutTheKey_SaysWhichIsMissing_AndForgetLostBeginsAnew()
    {
        await RunAsync("secrets", "rewrap", "--data", _data, "--no-demo", "--environment", "Development");
        File.Delete(Path.Combine(_data, "keys", "secrets.key"));

        var (code, _, error) = await RunAsync("secrets", "rewrap", "--data", _data, "--no-demo", "--environment", "Development");

        Assert.Equal(1, code);
        Assert.Contains($"it was the key file {Path.Combine(_data, "keys", "secrets.key")}", error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("secrets", "forget-lost", "--data", _data, "--no-demo", "--environment", "Development")).Code);
        Assert.Equal(0, (await RunAsync("secrets", "rewrap", "--data", _data, "--no-demo", "--environment", "Development")).Code);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("secrets", "show")]
    public async Task Secrets_WhatCannotBe_SaysHow(params string[] args) =>
        Assert.Equal((2, "", "usage: secrets rewrap|forget-lost [the portal's options]\n"), await RunAsync(args));

    [Fact]
    public async Task AnythingElse_IsNotMeant() => Assert.Null((await RunAsync("--no-demo")).Code);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<(int? Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (await SecretsCommand.RunAsync(args, output, error), output.ToString(), error.ToString());
    }
}
