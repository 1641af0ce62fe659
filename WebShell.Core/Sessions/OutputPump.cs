using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Moves a shell's output to where it is kept, at the speed of the page that reads it, until there is no more.</summary>
internal static class OutputPump
{
    public static async Task<ShellEnd> RunAsync(
        IShell shell, OutputBuffer output, OutputPacing pacing, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ClearAsync(shell, pacing.WhenClear(output.End), cancellationToken);

            // Room is taken when there is something to put into it: while a shell rests its buffer gives memory back.
            await shell.ReadAsync(Memory<byte>.Empty, cancellationToken);
            var room = output.GetRoom();
            var count = await shell.ReadAsync(room, cancellationToken);
            if (count == 0)
            {
                return await shell.Ended.WaitAsync(cancellationToken);
            }

            // In this order: the recorder comes first (it sees room[..count] before anyone), then the buffer and with it the viewers.
            output.Commit(count);
        }
    }

    // What an ended shell still holds is little and bounded: the user shall see it and how it ended, acknowledged or not.
    private static Task ClearAsync(IShell shell, Task clear, CancellationToken cancellationToken) =>
        clear.IsCompleted ? clear : Task.WhenAny(clear, shell.Ended).WaitAsync(cancellationToken);
}
