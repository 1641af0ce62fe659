using Microsoft.JSInterop;
using WebShell.App.Terminals;

namespace WebShell.Tests.Terminals;

/// <summary>
/// The browser's half as client/src does it, over a line that a test cuts: what was under way in either direction is lost, and its
/// call never completes. Output is taken by offset, input is numbered and kept until it is answered. One dispatcher.
/// </summary>
internal sealed class SimulatedPage(Random random, CircuitConnection connection, InputSequence input, byte[] typed) : IJSObjectReference
{
    private const int MaxInFlight = 4;
    private const int MaxDelay = 4;

    private readonly MemoryStream _output = new();
    private readonly List<(long Number, byte[] Bytes)> _unanswered = [];
    private Task _line = Task.CompletedTask;
    private int _connection;
    private int _typed;
    private long _number;

    /// <summary>The offset of the first byte it was given.</summary>
    public long Start { get; private set; }

    /// <summary>The offset behind the newest byte it has.</summary>
    public long Taken { get; private set; }

    public byte[] Output => _output.ToArray();

    public int Cuts { get; private set; }

    /// <summary>At this offset the line is cut.</summary>
    public long NextCut { get; set; } = long.MaxValue;

    /// <summary>What the portal did wrong.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Everything it typed was answered.</summary>
    public bool HasTypedAll => _typed == typed.Length && _unanswered.Count == 0;

    /// <summary>The connection is there: sends again what has no answer, and says what it has.</summary>
    public long Resume(long seen)
    {
        _unanswered.RemoveAll(piece => piece.Number <= seen);
        _unanswered.ForEach(piece => _ = SendAsync(piece));
        Type();
        return Taken;
    }

    public void Cut()
    {
        Cuts++;
        _connection++;
        _line = Task.CompletedTask;
        connection.Lose();
        _ = ComeBackAsync();
    }

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, default, args);

    public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        if (!connection.IsUp)
        {
            // As Blazor does: dropped without an error.
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var through = _connection;
        var delivered = DeliverAsync(_line, through, () => Take(identifier, args!));
        _line = delivered;
        if (!await delivered || !await SurvivesAsync(through))
        {
            // Lost on the way there or back.
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return default!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> DeliverAsync(Task before, int through, Action take)
    {
        await before;
        var survived = await SurvivesAsync(through);
        if (survived)
        {
            try
            {
                take();
            }
            catch (Exception e)
            {
                Failure ??= e;
                throw;
            }
        }

        return survived;
    }

    private async Task<bool> SurvivesAsync(int through)
    {
        for (var delay = random.Next(MaxDelay); delay > 0; delay--)
        {
            await Task.Yield();
        }

        return through == _connection;
    }

    private async Task ComeBackAsync()
    {
        await Task.Yield();
        await Task.Yield();
        connection.Regain();
    }

    private void Take(string function, object?[] arguments)
    {
        switch (function)
        {
            case "skip":
                Taken = (long)arguments[0]!;
                Start = Taken;
                break;
            case "resizeTo":
                break;
            case "write":
                Write((long)arguments[0]!, (byte[])arguments[1]!);
                break;
            default:
                Assert.Fail($"The page has no function '{function}'.");
                break;
        }
    }

    private void Write(long offset, byte[] bytes)
    {
        Assert.InRange(offset, 0, Taken);
        var fresh = (int)Math.Min(bytes.Length, Taken - offset);
        _output.Write(bytes, fresh, bytes.Length - fresh);
        Taken += bytes.Length - fresh;
        Type();
        if (Taken >= NextCut)
        {
            NextCut = Taken + random.Next(1, 6000);
            Cut();
        }
    }

    private void Type()
    {
        while (_typed < typed.Length && _unanswered.Count < MaxInFlight)
        {
            var piece = (++_number, typed[_typed..Math.Min(typed.Length, _typed + random.Next(1, 2000))]);
            _typed += piece.Item2.Length;
            _unanswered.Add(piece);
            _ = SendAsync(piece);
        }
    }

    // In order, as a connection is; the answer may be lost although the piece was not.
    private async Task SendAsync((long Number, byte[] Bytes) piece)
    {
        var through = _connection;
        await Task.Yield();
        if (through != _connection)
        {
            return;
        }

        await input.AcceptAsync(piece.Number, piece.Bytes, default);
        if (await SurvivesAsync(through))
        {
            _unanswered.RemoveAll(other => other.Number <= piece.Number);
            Type();
        }
    }
}
