using System.Text;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>
/// The least that HTTP/1.1 asks of a client: uses its connection until it is told to close it, and sends nothing twice.
/// <see cref="HttpClient"/> would hide losses: it sends again what went to a connection that had been closed.
/// </summary>
internal sealed class PlainClient(Service service, bool keepsAlive) : IRolloutClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: service\r\n\r\n"u8.ToArray();
    private static readonly byte[] LastRequest = "GET / HTTP/1.1\r\nHost: service\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly byte[] _buffer = new byte[4096];
    private Stream? _connection;

    public async Task GetAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var isDone = false;
        try
        {
            _connection ??= await service.ConnectAsync(isHttp2: false, patience.Token);
            await _connection.WriteAsync(keepsAlive ? Request : LastRequest, patience.Token);
            isDone = await ReadAsync(_connection, patience.Token);
        }
        finally
        {
            if (!isDone) Dispose();
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Reads the answer.</summary>
    /// <returns>Whether the connection may be used again.</returns>
    private async Task<bool> ReadAsync(Stream connection, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var read = await connection.ReadAsync(_buffer.AsMemory(length), cancellationToken);
            if (read == 0) throw new IOException("The connection was closed before the answer was complete.");
            length += read;
            var text = Encoding.ASCII.GetString(_buffer, 0, length);

            if (!IsComplete(text)) continue;
            if (!text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal)) throw new IOException($"The answer is {text.Split('\r')[0]}.");
            return !text.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase);
        }
    }

    // Our server sends its short text in one chunk or with its length.
    private static bool IsComplete(string text) => text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
        || (text.EndsWith("\r\n\r\nserved", StringComparison.Ordinal)
            && text.Contains("Content-Length: ", StringComparison.OrdinalIgnoreCase))
        || text.EndsWith("Content-Length: 0\r\n\r\n", StringComparison.OrdinalIgnoreCase);
}
