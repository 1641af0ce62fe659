using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebShell.Core.Sessions;

namespace WebShell.Core.Personal;

/// <summary>Notes each shell that could be opened as a use of its machine by its owner; opening never waits for that.</summary>
internal sealed partial class UseRecorder(SessionRegistry sessions, PersonalBook book, ILogger<UseRecorder> logger) : BackgroundService
{
    /// <summary>So many wait for a store that is slow; of more, the oldest are not noted.</summary>
    private const int MaxWaiting = 1000;

    private readonly Channel<(string OwnerId, string Slug)> _opened = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        sessions.Opened += Note;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        sessions.Opened -= Note;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (ownerId, slug) in _opened.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await book.NoteUseAsync(ownerId, slug, stoppingToken);
            }
            catch (PersonalException e)
            {
                Log.NotNoted(logger, e); // the shell is open all the same
            }
        }
    }

    private void Note(TerminalSession session) => _opened.Writer.TryWrite((session.OwnerId, session.VmSlug));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A use of a machine was not noted.")]
        public static partial void NotNoted(ILogger logger, Exception exception);
    }
}
