using System.Buffers;

namespace Kubexit.Kubernetes;

/// <summary>Splits a stream into lines as they arrive. Holds one line and what came in with it, never more.</summary>
internal sealed class LineReader(Stream stream, int maxLineBytes) : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _end;

    /// <summary>The next line without its end, valid until the next call; <see langword="null"/> at the end of the stream.</summary>
    /// <exception cref="IOException">The stream ends within a line, or a line is longer than the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ;)
        {
            var length = _buffer.AsSpan((_start + searched)..(_end)).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                if (!line.IsEmpty) return line;
                searched = 0;
                continue;
            }

            searched = _end - _start;
            if (searched > maxLineBytes) throw new IOException($"a line is longer than {maxLineBytes} bytes");
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0) return searched == 0 ? null : throw new EndOfStreamException("the stream ended within a line");
            _end += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        // A large object has passed: the large buffer goes back, since the next one may be hours away.
        var wanted = held == 0 ? FirstSize : held * 2 > _buffer.Length ? _buffer.Length * 2 : _buffer.Length;
        if (wanted == _buffer.Length || (held == 0 && _buffer.Length <= FirstSize * 2))
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }
        else
        {
            var next = ArrayPool<byte>.Shared.Rent(wanted);
            _buffer.AsSpan(_start, held).CopyTo(next);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = next;
        }

        (_start, _end) = (0, held);
    }
}
