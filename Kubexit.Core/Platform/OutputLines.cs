using System.Text;

namespace Kubexit.Platform;

/// <summary>Bytes of one stream in, lines out; a line longer than the buffer comes in pieces that cut no character.</summary>
internal sealed class OutputLines(Action<string> onLine)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLength = 8192;

    private readonly byte[] _buffer = new byte[MaxLength];
    private int _length;

    /// <summary>Where to put the next bytes; never empty.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length);

    /// <summary>So many bytes have been put there.</summary>
    public void Advance(int count)
    {
        var searched = _length;
        _length += count;
        var start = 0;
        for (int found; (found = _buffer.AsSpan(searched, _length - searched).IndexOf((byte)'\n')) >= 0; start = searched)
        {
            Emit(_buffer.AsSpan(start, searched + found - start));
            searched += found + 1;
        }

        if (start == 0 && _length == MaxLength)
        {
            start = WholeCharacters();
            Emit(_buffer.AsSpan(0, start));
        }

        _buffer.AsSpan(start, _length - start).CopyTo(_buffer);
        _length -= start;
    }

    /// <summary>Nothing comes any more: what has no newline is a line too.</summary>
    public void Complete()
    {
        if (_length > 0) Emit(_buffer.AsSpan(0, _length));
        _length = 0;
    }

    private void Emit(ReadOnlySpan<byte> line) => onLine(Encoding.UTF8.GetString(line.TrimEnd((byte)'\r')));

    /// <summary>The length without a character that has only begun: at most three bytes of it.</summary>
    private int WholeCharacters()
    {
        for (var i = _length - 1; i >= _length - 3; i--)
        {
            if ((_buffer[i] & 0xC0) == 0x80) continue;
            var needed = _buffer[i] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return i + needed > _length ? i : _length;
        }

        return _length;
    }
}
