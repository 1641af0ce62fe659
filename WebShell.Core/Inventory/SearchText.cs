using System.Text;

namespace WebShell.Core.Inventory;

/// <summary>
/// What words are looked for in: the texts of all machines in lower case, one behind the other in one array, so that a word is found at the
/// speed of memory. A word never matches across two texts.
/// </summary>
internal sealed class SearchText
{
    // Between texts and between machines; no text has it (VmValidation), and a word that has one finds nothing.
    private const byte End = (byte)'\n';

    private readonly byte[] _texts;
    private readonly int[] _starts;

    public SearchText(Vm[] machines)
    {
        using var texts = new MemoryStream(machines.Length * 128);
        _starts = new int[machines.Length + 1];
        for (var i = 0; i < machines.Length; i++)
        {
            foreach (var text in TextsOf(machines[i]))
            {
                texts.Write(Encoding.UTF8.GetBytes(text.ToLowerInvariant()));
                texts.WriteByte(End);
            }

            _starts[i + 1] = (int)texts.Length;
        }

        _texts = texts.ToArray();
    }

    /// <summary>Marks the machines in one of whose texts the word occurs; <c>*</c> in it stands for any text.</summary>
    public void Mark(string word, Span<bool> marks)
    {
        if (word.Any(char.IsControl))
        {
            return;
        }

        byte[][] pieces = [.. word.ToLowerInvariant().Split('*', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
        if (pieces.Length == 0)
        {
            marks.Fill(true);
            return;
        }

        var machine = 0;
        for (var at = Find(pieces[0], 0); at >= 0; at = Find(pieces[0], at))
        {
            while (_starts[machine + 1] <= at)
            {
                machine++;
            }

            marks[machine] = Follow(pieces, at + pieces[0].Length);
            at = marks[machine] ? _starts[machine + 1] : at + 1;
        }
    }

    private int Find(byte[] piece, int from)
    {
        var at = _texts.AsSpan(from).IndexOf(piece);
        return at < 0 ? -1 : from + at;
    }

    // The pieces behind the first, one after the other in the rest of the same text.
    private bool Follow(byte[][] pieces, int from)
    {
        if (pieces.Length == 1)
        {
            return true;
        }

        var rest = _texts.AsSpan(from);
        rest = rest[..rest.IndexOf(End)];
        for (var i = 1; i < pieces.Length; i++)
        {
            var at = rest.IndexOf(pieces[i]);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + pieces[i].Length)..];
        }

        return true;
    }

    private static IEnumerable<string> TextsOf(Vm vm) => [vm.Name, vm.Address, .. vm.OtherAddresses, vm.OperatingSystem, vm.Owner, .. vm.Logins, .. vm.Labels.Values];
}
