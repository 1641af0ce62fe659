using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A connect that failed for a passing reason is tried again, three times at most; nothing else is.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class ConnectRetryTests(SshFixture ssh)
{
    private readonly FakeTimeProvider _time = new();

    private ShellRequest Request => ssh.OpenSsh.Request();

    [Fact]
    public async Task Retries_WaitLongerAndLongerAndEndWithTheLastFailure()
    {
        var waits = new List<ConnectRetry>();
        var tries = 0;
        var trying = Retries().RunAsync<int>(
            () =>
            {
                tries++;
                throw Failure(isPassing: true);
            },
            retry =>
            {
                waits.Add(retry);
                Assert.Equal(tries, retry.Number);
                var wait = retry.At - _time.GetUtcNow();
                Assert.InRange(wait.TotalSeconds, Math.Pow(3, tries - 1) * 0.8, Math.Pow(3, tries - 1) * 1.2);
                _time.Advance(wait);
            },
            default);

        var failure = (await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(trying))).Failure;

        Assert.Equal([1, 2, 3], waits.Select(wait => wait.Number));
        Assert.All(waits, wait => Assert.Equal((3, ShellFailureReason.ConnectionRefused), (wait.Count, wait.Cause.Reason)));
        Assert.Equal(4, tries);
        Assert.Equal((ShellFailureReason.ConnectionRefused, "No. The portal tried 4 times."), (failure.Reason, failure.Message));
    }

    [Fact]
    public async Task Retries_OfAFailureThatStays_AreNone()
    {
        var failure = await Assert.ThrowsAsync<ShellException>(() =>
            Within.Seconds(Retries().RunAsync<int>(() => throw Failure(isPassing: false), _ => Assert.Fail("Nothing to wait for."), default)));

        Assert.Equal("No.", failure.Message);
    }

    [Fact]
    public async Task Retries_Cancelled_EndTheWait()
    {
        using var cancellation = new CancellationTokenSource();
        var waits = 0;
        var trying = Retries().RunAsync<int>(() => throw Failure(isPassing: true), _ => waits++, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(trying));
        Assert.Equal(1, waits);
    }

    [Fact]
    public async Task Machine_ThatStartsMeanwhile_IsReachedByTheNextTry()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal(RetryAtOnce, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time))).Trusting(server);
        await server.StopAsync();
        var waiting = new TaskCompletionSource<ConnectRetry>(TaskCreationOptions.RunContinuationsAsynchronously);
        var person = new Person { OnRetry = retry => waiting.TrySetResult(retry) };
        var opening = portal.OpenAsync(server.Request(), person);

        var retry = await Within.Seconds(waiting.Task);
        Assert.Equal((ShellFailureReason.ConnectionRefused, $"127.0.0.1:{server.Port}"), (retry.Cause.Reason, retry.Cause.Address));
        Assert.False(opening.IsCompleted);
        await server.RestartAsync();
        _time.Advance(TimeSpan.FromSeconds(2));

        await using var shell = await Within.Seconds(opening);
        Assert.Single(person.Retries);
        Assert.Equal(2, person.Steps.Count(step => step == ShellOpeningStep.Connect));
    }

    [Theory]
    [InlineData("", ShellFailureReason.NotSsh)]
    [InlineData("SSH-2.0-broken\r\n", ShellFailureReason.ConnectionLost)]
    public async Task Machine_ThatHangsUpBeforeItsKeyIsSeen_IsTriedAgain(string says, ShellFailureReason reason)
    {
        await using var portal = new SshPortal(RetryAtOnce);
        await using var server = new TcpServer(says, hangsUp: true);
        var person = new Person();

        var failure = await portal.FailAsync(Request with { Port = server.Port }, person);

        Assert.Equal((reason, 3), (failure.Reason, person.Retries.Count));
        Assert.Equal(4, server.Accepted);
    }

    [Fact]
    public async Task Machine_ThatDoesNotAnswer_IsTriedAgain()
    {
        await using var portal = new SshPortal(options =>
        {
            RetryAtOnce(options);
            options.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        });
        await using var silent = new TcpServer(says: "", hangsUp: false);
        var person = new Person();

        var failure = await portal.FailAsync(Request with { Port = silent.Port }, person);

        Assert.Equal((ShellFailureReason.ConnectTimeout, 3), (failure.Reason, person.Retries.Count));
    }

    [Fact]
    public async Task Handshakes_OverTheLimit_AreWaitedFor()
    {
        await using var portal = new SshPortal(options =>
        {
            RetryAtOnce(options);
            options.HandshakesPerVm = 1;
            options.ConnectTimeout = TimeSpan.FromMilliseconds(500);
        }).Trusting(ssh.OpenSsh);
        using var place = await portal.Get<HandshakeLimit>().EnterAsync(Request.VmName, default);
        var person = new Person { OnRetry = retry => place.Dispose() };

        await using var shell = await portal.OpenAsync(Request, person);

        Assert.Equal(ShellFailureReason.LimitReached, Assert.Single(person.Retries).Cause.Reason);
    }

    [Fact]
    public async Task Refusals_OfAKeyASignInANameOrAnAddress_AreNotTriedAgain()
    {
        await using var portal = new SshPortal(RetryAtOnce).Trusting(ssh.OpenSsh);
        portal.Credentials.Set("wrong", new PrivateKeyCredential(ssh.Dropbear.UserKey, null));
        portal.HostKeys.Pin("vm-changed", ssh.Dropbear.HostKey, "test");
        (ShellRequest Request, ShellFailureReason Reason)[] refusals =
        [
            (Request with { VmName = "vm-new" }, ShellFailureReason.HostKeyNotAccepted),
            (Request with { VmName = "vm-changed" }, ShellFailureReason.HostKeyChanged),
            (Request with { Credential = "wrong" }, ShellFailureReason.AuthenticationFailed),
            (Request with { Credential = null }, ShellFailureReason.Cancelled),
            (Request with { AllowLoopback = false }, ShellFailureReason.AddressDenied),
            (Request with { Host = "no-such-host.invalid" }, ShellFailureReason.NameNotResolved),
        ];

        foreach (var (request, reason) in refusals)
        {
            var person = new Person();

            Assert.Equal(reason, (await portal.FailAsync(request, person)).Reason);
            Assert.Empty(person.Retries);
        }
    }

    private static void RetryAtOnce(SshOptions options) => (options.ConnectRetries, options.FirstRetryDelay) = (3, TimeSpan.FromMilliseconds(10));

    private static ShellException Failure(bool isPassing) =>
        new(new ShellFailure(ShellFailureReason.ConnectionRefused, "No.") { IsPassing = isPassing });

    private ConnectRetries Retries() => new(Options.Create(new SshOptions()), _time);
}
