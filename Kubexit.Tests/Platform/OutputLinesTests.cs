using System.Text;
using Kubexit.Platform;

namespace Kubexit.Tests.Platform;

/// <summary>Lines are the same however the bytes are cut.</summary>
public sealed class OutputLinesTests
{
    [Theory]
    [InlineData("a\nbc\r\n\nd", new[] { "a", "bc", "", "d" })]
    [InlineData("\n", new[] { "" })]
    [InlineData("", new string[0])]
    [InlineData("größer € 🎉\nx\n", new[] { "größer € 🎉", "x" })]
    public void Lines_InPiecesOfAnySize_AreTheSame(string text, string[] expected)
    {
        for (var size = 1; size <= 8; size++) Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text), size));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("🎉")]
    public void Line_TooLong_ComesInPiecesThatCutNoCharacter(string character)
    {
        for (var shift = 0; shift < 4; shift++)
        {
            var text = new string('a', shift) + string.Concat(Enumerable.Repeat(character, OutputLines.MaxLength));
            var lines = Read(Encoding.UTF8.GetBytes(text + "\n"), 1000);
            Assert.Equal(text, string.Concat(lines));
            Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, OutputLines.MaxLength));
        }
    }

    [Fact]
    public void Bytes_ThatAreNoText_AreNotLostAndDoNotStop() =>
        Assert.Equal([.. Enumerable.Repeat(OutputLines.MaxLength, 2), 16],
            Read([.. Enumerable.Repeat((byte)0x80, (2 * OutputLines.MaxLength) + 16)], 4096).Select(line => line.Length));

    private static List<string> Read(byte[] bytes, int size)
    {
        var lines = new List<string>();
        var reader = new OutputLines(lines.Add);
        for (var start = 0; start < bytes.Length;)
        {
            var piece = bytes.AsMemory(start, Math.Min(Math.Min(size, reader.Free.Length), bytes.Length - start));
            piece.CopyTo(reader.Free);
            reader.Advance(piece.Length);
            start += piece.Length;
        }

        reader.Complete();
        return lines;
    }
}
