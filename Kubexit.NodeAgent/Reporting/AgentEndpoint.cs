using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary><c>/metrics</c> and <c>/healthz</c> over HTTP/1.1, one request a connection. Reads nothing but the request's first line, changes nothing.</summary>
internal sealed class AgentEndpoint(IPEndPoint address, Func<string> metrics, Func<string?> sickness, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxRequest = 8 * 1024, MaxConnections = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener = new(address);
    private readonly SemaphoreSlim _free = new(MaxConnections);

    /// <summary>Where it listens, once started: the port may have been 0.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public void Start() => _listener.Start();

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _free.WaitAsync(cancellationToken);
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(cancellationToken), cancellationToken);
            }
            catch (SocketException e)
            {
                _free.Release();
                AgentLog.EndpointFailed(logger, e.Message);
                await time.DelayAsync(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var (status, body) = Answer(await ReadAsync(stream, either.Token));
                var head = string.Create(CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), either.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A client that went away, or took too long: its own business.
        }
        finally
        {
            _free.Release();
        }
    }

    private (string Status, string Body) Answer(string request)
    {
        var words = request.Split("\r\n")[0].Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal)) return ("400 Bad Request", "bad request\n");
        if (words[0] != "GET") return ("405 Method Not Allowed", "only GET\n");
        return words[1].Split('?')[0] switch
        {
            "/metrics" => ("200 OK", metrics()),
            "/healthz" => sickness() is { } cause ? ("503 Service Unavailable", cause + "\n") : ("200 OK", "ok\n"),
            _ => ("404 Not Found", "not found\n"),
        };
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0 || buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0) break;
        }
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
