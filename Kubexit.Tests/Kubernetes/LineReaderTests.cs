using System.Text;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.Kubernetes;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("\n\na\n\n\nb\n\n", "a|b")]
    public async Task ReadAsync_WholeLines_AreReturnedOneByOne(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', await ReadAllAsync(text, 1)));
        Assert.Equal(expected, string.Join('|', await ReadAllAsync(text, 1000)));
    }

    [Fact]
    public async Task ReadAsync_LinesOfManySizes_AreReturnedWhole()
    {
        var lines = Enumerable.Range(1, 300).Select(index => new string((char)('a' + index % 26), index * 997 % 70_000 + 1)).ToArray();
        Assert.Equal(lines, await ReadAllAsync(string.Concat(lines.Select(line => line + "\n")), 4096));
    }

    [Fact]
    public async Task ReadAsync_EndWithinALine_Throws()
    {
        using var reader = Reader("whole\npart", 1000);
        Assert.Equal("whole", Text(await reader.ReadAsync(default)));
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await reader.ReadAsync(default));
    }

    [Fact]
    public async Task ReadAsync_LineLongerThanTheLimit_Throws()
    {
        using var reader = new LineReader(new Slow(Encoding.UTF8.GetBytes(new string('x', 200_000)), 1000), 100_000);
        var error = await Assert.ThrowsAsync<IOException>(async () => await reader.ReadAsync(default));
        Assert.Equal("a line is longer than 100000 bytes", error.Message);
    }

    private static async Task<List<string>> ReadAllAsync(string text, int chunk)
    {
        using var reader = Reader(text, chunk);
        var lines = new List<string>();
        while (await reader.ReadAsync(default) is { } line) lines.Add(Text(line));
        return lines;
    }

    private static string Text(ReadOnlyMemory<byte>? line) => Encoding.UTF8.GetString(line!.Value.Span);

    private static LineReader Reader(string text, int chunk) => new(new Slow(Encoding.UTF8.GetBytes(text), chunk), 1_000_000);

    /// <summary>Gives at most so many bytes at a time, as a network does.</summary>
    private sealed class Slow(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
