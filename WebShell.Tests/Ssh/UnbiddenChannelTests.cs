using System.Diagnostics.Metrics;
using System.Text;
using WebShell.Core.Credentials;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A machine opens nothing towards the portal: forwarded ports, X11 and the agent are refused and counted, and the shell goes on.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class UnbiddenChannelTests
{
    [Fact]
    public async Task Channels_ThatTheMachineOpens_AreRefusedAndCounted()
    {
        await using var server = await UnbiddenServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);
        using var refusals = new Count(portal.Get<IMeterFactory>());
        await using var shell = await portal.OpenAsync(server.Request(credential: null), new Person { SignsInWith = new PasswordCredential("any") });

        var text = await ReadAsync(shell.ReadAsync, UnbiddenServer.Farewell);
        var answers = await Within.Seconds(server.Answers);

        Assert.Equal(["forwarded-tcpip", "x11", "auth-agent@openssh.com"], answers.Select(answer => answer.Kind));
        Assert.All(answers, answer => Assert.False(answer.IsAccepted, answer.Kind));
        Assert.All(answers, answer => Assert.StartsWith("Channel opening failure", answer.Error, StringComparison.Ordinal));
        Assert.Contains(UnbiddenServer.Farewell, text, StringComparison.Ordinal);
        Assert.Equal(3, refusals.Value);
    }

    private static async Task<string> ReadAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, string until)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (!text.ToString().Contains(until, StringComparison.Ordinal))
        {
            var count = await Within.Seconds(read(buffer, default));
            Assert.True(count > 0, $"The shell ended after: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    /// <summary>The counter of that portal side alone: others run beside it.</summary>
    private sealed class Count : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public Count(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SshMetrics.MeterName && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _value, value));
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Dispose() => _listener.Dispose();
    }
}
