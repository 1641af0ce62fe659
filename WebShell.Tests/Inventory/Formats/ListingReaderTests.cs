using System.Text;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory.Formats;

public sealed class ListingReaderTests
{
    [Theory]
    [InlineData("fleet.yml", "# ours\n---\nmachines: []", "yaml")]
    [InlineData("fleet", "machines:\n  - {name: a, address: 10.0.0.1, login: root}", "yaml")]
    [InlineData("fleet.CSV", "name,address", "csv")]
    [InlineData("upload", "address;owner;name\n", "csv")]
    public void Read_AFile_IsTakenForWhatItIs(string fileName, string text, string format) => Assert.Equal(format, Reading.Of(fileName, text).Format);

    [Theory]
    [InlineData("notes.txt", "Dear all,\nthe machines are in the cellar.")]
    [InlineData("empty", "")]
    [InlineData("fleet.json", "[1, 2]")]
    public async Task Read_SomethingElse_SaysThatItIsNotClear(string fileName, string text) =>
        Assert.StartsWith("It is not clear what kind of file this is", await Reading.Failure(fileName, text), StringComparison.Ordinal);

    [Fact]
    public async Task Read_AFormatThatDoesNotExist_NamesThoseThatDo() =>
        Assert.StartsWith("There is no format 'xml'; there are yaml, ", await Reading.Failure("a", "x", "xml"), StringComparison.Ordinal);

    [Fact]
    public async Task Read_AHundredMegabytes_IsRefusedAtTheBound()
    {
        var endless = new EndlessStream(100 * 1024 * 1024);

        var message = (await Assert.ThrowsAsync<InventoryException>(() => Reading.Reader().ReadAsync("a.csv", endless, null, [], CancellationToken.None))).Message;

        Assert.Equal("The file is larger than 32 MiB.", message);
        Assert.InRange(endless.Position, ListingReader.MaxFileBytes, ListingReader.MaxFileBytes + (1024 * 1024));
    }

    [Fact]
    public async Task Read_BytesThatAreNotUtf8_SaysWhere() =>
        Assert.StartsWith("The file is not text in UTF-8: byte 15", await Reading.Failure("a.csv", [.. "name,address\nM"u8, 0xFC, .. "ller"u8]), StringComparison.Ordinal);

    [Fact]
    public async Task Read_ASpreadsheet_SaysWhatToDo() =>
        Assert.Contains("save it as CSV", await Reading.Failure("a.xlsx", "PK\u0003\u0004..."), StringComparison.Ordinal);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Read_AByteOrderMark_IsNotPartOfTheText(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes("name,address,login,owner\nweb-01,10.0.0.1,root,Müller")];

        var listing = await Reading.Reader().ReadAsync("a.csv", new MemoryStream(content), null, [], CancellationToken.None);

        Assert.Equal("Müller", Assert.Single(listing.Machines).Owner);
    }

    [Fact]
    public async Task ReadFile_NotThere_SaysSo() => Assert.StartsWith(
        "The file could not be read: ",
        (await Assert.ThrowsAsync<InventoryException>(() => Reading.Reader().ReadFileAsync("/nowhere/machines.yaml", null, [], CancellationToken.None))).Message, StringComparison.Ordinal);

    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long _position;

        public override long Position => _position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, length - _position);
            buffer.Span[..read].Fill((byte)'x');
            _position += read;
            return ValueTask.FromResult(read);
        }
    }
}
