using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// <c>/metrics</c>, <c>/healthz</c> and <c>/livez</c> over HTTP/1.1, one request a connection. Reads nothing but the request's first line,
/// changes nothing. When there are too many connections the oldest is closed: those that say nothing do not keep the kubelet out.
/// </summary>
internal sealed class AgentEndpoint(
    IPEndPoint address, Func<string> metrics, Func<string?> problem, Func<string?> stuck, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxRequest = 8 * 1024, MaxConnections = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener = new(address);
    private readonly LinkedList<CancellationTokenSource> _open = [];

    /// <summary>Where it listens, once started: the port may have been 0.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public void Start() => _listener.Start();

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(cancellationToken), cancellationToken);
            }
            catch (SocketException e)
            {
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
        var place = Open(limit);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var (status, body, isHead) = Answer(await ReadAsync(stream, either.Token));
                var head = string.Create(CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: "
                        + $"{Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(Encoding.UTF8.GetBytes(isHead ? head : head + body), either.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A client that went away, or took too long: its own business.
        }
        finally
        {
            lock (_open)
            {
                if (place.List is not null) _open.Remove(place);
            }
        }
    }

    private LinkedListNode<CancellationTokenSource> Open(CancellationTokenSource connection)
    {
        CancellationTokenSource? oldest = null;
        LinkedListNode<CancellationTokenSource> place;
        lock (_open)
        {
            if (_open.Count >= MaxConnections)
            {
                oldest = _open.First!.Value;
                _open.RemoveFirst();
            }
            place = _open.AddLast(connection);
            oldest?.Cancel(); // Under the lock: it is disposed only after it has been taken off the list.
        }
        return place;
    }

    private (string Status, string Body, bool IsHead) Answer(string request)
    {
        var words = request.Split("\r\n")[0].Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
            return ("400 Bad Request", "bad request\n", false);
        if (words[0] is not ("GET" or "HEAD")) return ("405 Method Not Allowed", "only GET and HEAD\n", false);
        var (status, body) = words[1].Split('?')[0] switch
        {
            "/metrics" => ("200 OK", metrics()),
            "/healthz" => Health(problem()),
            "/livez" => Health(stuck()),
            _ => ("404 Not Found", "not found\n"),
        };
        return (status, body, words[0] == "HEAD");
    }

    private static (string Status, string Body) Health(string? cause) =>
        cause is null ? ("200 OK", "ok\n") : ("503 Service Unavailable", cause + "\n");

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
