using CsvHelper;

namespace WebShell.Core.Inventory.Formats;

/// <summary>
/// A table (RFC 4180) whose first row names the columns, in any order; separated by commas, semicolons or tabs. Rows are counted as a
/// spreadsheet does.
/// </summary>
internal sealed class CsvFormat : IListingFormat
{
    private const int MaxRowBytes = 256 * 1024;
    private const int MaxColumns = 500;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    public string Name => "csv";

    public bool Recognises(string fileName, string head)
    {
        if (Path.GetExtension(fileName).ToLowerInvariant() is ".csv" or ".tsv")
        {
            return true;
        }

        var first = FirstLine(head);
        var names = CsvColumns.Names(first.Split(Delimiter(first)));
        return names.Contains("name") && names.Contains("address");
    }

    public Listing Read(ListingText text, CancellationToken cancellationToken)
    {
        var listing = new ListingBuilder(cancellationToken);
        var row = 0;
        try
        {
            using var reader = CsvReader.Create(new StringReader(text.Text), Options(FirstLine(text.Text)), leaveOpen: false);
            row = 1;
            var columns = CsvColumns.Of(reader.Read() ? Cells(reader) : []);
            foreach (var name in columns.Unknown)
            {
                listing.Ignore($"the column {VmValidation.Quoted(name)}");
            }

            while (reader.Read())
            {
                row++;
                if (Cells(reader) is var cells && !Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                {
                    CsvMachine.Read(row, columns, cells, text.DefaultLogins, listing);
                }
            }
        }
        catch (CsvFormatException e)
        {
            throw new InventoryException($"row {row + 1} is longer than {MaxRowBytes / 1024} KiB: a quote in it, or before it, is not closed.", e);
        }

        return listing.Build(Name);
    }

    // A quote in the middle of a cell is taken as it stands, as spreadsheets do.
    private static CsvReaderOptions Options(string firstLine) => CsvReaderOptions.Default with
    {
        Separator = Delimiter(firstLine),
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        MaxRecordSize = MaxRowBytes,
    };

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[Math.Min(reader.FieldCount, MaxColumns)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
        }

        return cells;
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private static char Delimiter(string header) => Delimiters.MaxBy(delimiter => header.Count(c => c == delimiter));
}
