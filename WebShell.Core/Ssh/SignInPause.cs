using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// After a number of failed sign-ins a login on a machine is paused, so that the machine does not block the portal's
/// address for everybody (sshd's MaxAuthTries, PerSourcePenalties). Time is monotonic.
/// </summary>
internal sealed class SignInPause(IOptions<SshOptions> options, TimeProvider time)
{
    /// <summary>Records kept; at the bound the expired ones go first, then all.</summary>
    private const int MaxRecords = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Vm, string Login), Record> _records = [];

    /// <exception cref="ShellException">The login is paused (<see cref="ShellFailureReason.LimitReached"/>).</exception>
    public void Check(SshTarget target)
    {
        lock (_lock)
        {
            if (_records.TryGetValue(Key(target), out var record) && record.Failures >= options.Value.FailedSignInsBeforePause && Left(record) is { Ticks: > 0 } left)
            {
                throw new ShellException(
                    ShellFailureReason.LimitReached,
                    $"Signing in to {target.VmName} as {target.Login} failed {record.Failures} times, so it is paused: the machine would else block the portal for everybody. Try again in {Math.Ceiling(left.TotalSeconds)} s.");
            }
        }
    }

    public void Failed(SshTarget target)
    {
        lock (_lock)
        {
            MakeRoom();
            var failures = _records.TryGetValue(Key(target), out var record) && Left(record) > TimeSpan.Zero ? record.Failures : 0;
            _records[Key(target)] = new Record(failures + 1, time.GetTimestamp());
        }
    }

    public void Succeeded(SshTarget target)
    {
        lock (_lock)
        {
            _records.Remove(Key(target));
        }
    }

    private static (string Vm, string Login) Key(SshTarget target) => (target.VmName.ToLowerInvariant(), target.Login);

    private TimeSpan Left(Record record) => options.Value.SignInPause - time.GetElapsedTime(record.LastFailure);

    private void MakeRoom()
    {
        if (_records.Count < MaxRecords)
        {
            return;
        }

        foreach (var (key, record) in _records.Where(entry => Left(entry.Value) <= TimeSpan.Zero).ToArray())
        {
            _records.Remove(key);
        }

        if (_records.Count >= MaxRecords)
        {
            _records.Clear();
        }
    }

    private readonly record struct Record(int Failures, long LastFailure);
}
