using System.Security.Cryptography;
using System.Text;
using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>Whether what was written on the VM is what stands in the browser's terminal, and what was pasted there is what the VM read.</summary>
internal sealed class CorrectnessMeasure : IMeasure
{
    private const int MixedLineCount = 10_000;
    private const int LinesPerLook = 4_000;
    private const int PasteBytes = 1_000_000;
    private const int LongLineBytes = 10_000_000;
    private const int StormSizes = 20;

    private const string AllLines = """
        terminal => {
          const buffer = terminal.buffer.active;
          return Array.from({ length: buffer.length }, (_, i) => buffer.getLine(i).translateToString(true));
        }
        """;

    private const string Paste = """
        text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.querySelector(".xterm-helper-textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """;

    public string Name => "correctness";

    public async Task RunAsync(BenchStage stage)
    {
        var portal = await stage.PortalAsync();
        await portal.FocusAsync();
        var report = stage.Report;

        var wrong = await WrongLinesAsync(portal);
        report.Add(Figure.Holds($"{MixedLineCount:N0} mixed-width lines", "0 wrong", $"{wrong} wrong", wrong == 0));
        report.Add(await PasteAsync(portal));
        report.Add(await LongLineAsync(portal));
        report.Add(await SplitCharactersAsync(portal));
        report.Add(await InvalidBytesAsync(portal));
        report.Add(await ResizeStormAsync(portal));
    }

    private static async Task<int> WrongLinesAsync(TerminalPage portal)
    {
        var wrong = 0;
        for (var first = 1; first <= MixedLineCount; first += LinesPerLook)
        {
            var count = Math.Min(LinesPerLook, MixedLineCount - first + 1);
            await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Lines) { First = first, Count = count });
            var shown = (await LinesAsync(portal)).ToHashSet();
            wrong += Enumerable.Range(first, count).Count(number => !shown.Contains(MixedLines.Line(number)));
        }

        return wrong;
    }

    private static async Task<Figure> PasteAsync(TerminalPage portal)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < PasteBytes; i++)
        {
            text.Append($"line {i:D8} of the text that is pasted, nothing special in it\n");
        }

        // A terminal sends the Enter key for the end of a line.
        text.Length = PasteBytes;
        var expected = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(text.Replace('\n', '\r').ToString())));
        await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Collect));
        await portal.Page.EvaluateAsync(Paste, text.Replace('\r', '\n').ToString());
        await portal.ConfirmPasteAsync();
        var typed = await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Collected) { Bytes = PasteBytes });
        return Figure.Holds(
            "1 MB paste", "intact", typed.Text == expected ? $"intact, {typed.Elapsed.TotalSeconds:0.0} s" : $"{typed.Bytes} bytes, altered",
            typed.Text == expected);
    }

    private static async Task<Figure> LongLineAsync(TerminalPage portal)
    {
        var reply = await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.LongLine) { Bytes = LongLineBytes });
        var tail = VmProbe.LongLineTail(LongLineBytes, TerminalPage.Columns);
        var isShown = (await LinesAsync(portal)).Contains(tail);
        return Figure.Holds("10 MB single line", "passes", isShown ? $"passes, {reply.Elapsed.TotalSeconds:0.0} s" : "its end is not on the screen", isShown);
    }

    /// <summary>Byte by byte, faster and slower than anything that holds back half a character.</summary>
    private static async Task<Figure> SplitCharactersAsync(TerminalPage portal)
    {
        var lost = 0;
        foreach (var pause in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(80) })
        {
            var line = $"split {pause.Milliseconds}: é — “x” … 日本 𠀀 🚀 € ﬀ end";
            var bytes = Encoding.UTF8.GetBytes($"\r\n{line}\r\n").Select(b => new[] { b }).ToList();
            await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Write) { Pieces = bytes, Pause = pause });
            lost += (await LinesAsync(portal)).Contains(line) ? 0 : 1;
        }

        return Figure.Holds("split UTF-8", "exact", lost == 0 ? "exact" : $"{lost} of 3 lines differ", lost == 0);
    }

    private static async Task<Figure> InvalidBytesAsync(TerminalPage portal)
    {
        // Everything but what is meant for a terminal: ESC, shift in and out.
        var noise = new byte[200_000];
        new Random(5).NextBytes(noise);
        byte[] garbage = [.. noise.Where(b => b is not (0x1b or 0x0e or 0x0f)), .. new byte[10_000], 0xf0, 0x9f];
        await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Write) { Pieces = [garbage] });
        await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Write) { Pieces = ["\e[0m\r\nall is well\r\n"u8.ToArray()] });
        var ping = await portal.Probe.AskAsync(new ProbeRequest(ProbeTask.Ping) { Count = 3 });
        var isWell = (await LinesAsync(portal)).Contains("all is well") && ping.Milliseconds.Count == 3;
        return Figure.Holds("NUL and invalid bytes", "harmless", isWell ? "harmless" : "the terminal is broken", isWell);
    }

    private static async Task<Figure> ResizeStormAsync(TerminalPage portal)
    {
        for (var i = StormSizes; i >= 0; i--)
        {
            await portal.Page.SetViewportSizeAsync(900 + (i * 31), 500 + (i * 17));
        }

        // A resize is told at most ten times a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var shown = (await portal.InspectAsync("terminal => terminal.rows + ' ' + terminal.cols")).GetString();
        var (rows, columns) = await portal.SizeAsync();
        await portal.FitAsync();
        var isSame = shown == $"{rows} {columns}" && (rows, columns) != (TerminalPage.Rows, TerminalPage.Columns);
        return Figure.Holds("resize storm", "last size wins", isSame ? "last size wins" : $"page {shown}, VM {rows} {columns}", isSame);
    }

    private static async Task<IEnumerable<string>> LinesAsync(TerminalPage portal) =>
        (await portal.InspectAsync(AllLines)).EnumerateArray().Select(line => line.GetString()!);
}
