using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Conformance;

/// <summary>What the recordings show of bytes, connections and processes, asked of the stand-in over TLS.</summary>
public sealed class StandInHttpTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private StandInApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StandInApiServer.StartAsync(time: _time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>watch/framing.</summary>
    [Fact]
    public async Task Watch_Events_AreOneChunkEachThatEndsInALineFeed()
    {
        await using var connection = await OpenAsync();
        await SendAsync(connection, "GET /api/v1/namespaces/demo/configmaps?watch=true&timeoutSeconds=2&fieldSelector=metadata.name%3Draw");
        var head = await ReadUntilAsync(connection, "\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head);
        Assert.Contains("Content-Type: application/json\r\n", head);
        Assert.Contains("Transfer-Encoding: chunked\r\n", head);
        await _server.UntilWatchedAsync();
        foreach (var value in (string[])["1", "2"])
        {
            Write("raw", value);
            var size = Convert.ToInt32((await ReadUntilAsync(connection, "\r\n")).TrimEnd(), 16);
            var chunk = await ReadUntilAsync(connection, "\n\r\n");
            Assert.Equal(size + 2, Encoding.UTF8.GetByteCount(chunk));
            Assert.Equal(value == "1" ? "ADDED" : "MODIFIED", (string?)JsonNode.Parse(chunk)!["type"]);
        }
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("0\r\n\r\n", await ReadUntilAsync(connection, "0\r\n\r\n"));
    }

    /// <summary>watch/framing.</summary>
    [Fact]
    public async Task List_Reply_HasALength()
    {
        await using var connection = await OpenAsync();
        await SendAsync(connection, "GET /api/v1/namespaces/demo/configmaps");
        var head = await ReadUntilAsync(connection, "\r\n\r\n");
        Assert.Matches("Content-Length: [0-9]+\r\n", head);
        Assert.DoesNotContain("chunked", head);
    }

    /// <summary>watch/server-shutdown.</summary>
    [Fact]
    public async Task Terminate_OpenWatch_GoesOnForAMinuteAndEndsCleanlyWhileNewRequestsAreRefused()
    {
        await using var connection = await OpenAsync();
        await using var idle = await OpenAsync();
        await SendAsync(connection,
            "GET /api/v1/namespaces/demo/configmaps?watch=true&allowWatchBookmarks=true&timeoutSeconds=90&resourceVersion=41000");
        await ReadUntilAsync(connection, "\r\n\r\n");
        await _server.UntilWatchedAsync();
        var ended = _server.TerminateAsync();
        await Eventually.TrueAsync(() => IsRefused());
        Assert.Equal(0, await idle.ReadAsync(new byte[1]));
        foreach (var value in (string[])["1", "2", "3"])
        {
            Write("tick", value);
            Assert.Contains($"\"v\":\"{value}\"", await ReadUntilAsync(connection, "\n\r\n"));
            _time.Advance(TimeSpan.FromSeconds(19));
        }
        Assert.False(ended.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));
        await ReadUntilAsync(connection, "0\r\n\r\n");
        await ended.WaitAsync(Limit.Generous);
    }

    /// <summary>watch/server-killed.</summary>
    [Fact]
    public async Task Stop_OpenWatch_IsCutWithoutAnEnd()
    {
        await using var connection = await OpenAsync();
        await SendAsync(connection,
            "GET /api/v1/namespaces/demo/configmaps?watch=true&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dnone");
        await ReadUntilAsync(connection, "\r\n\r\n");
        Assert.Contains("initial-events-end", await ReadUntilAsync(connection, "\n\r\n"));
        await _server.StopAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => ReadUntilAsync(connection, "0\r\n\r\n"));
        Assert.True(IsRefused());
    }

    /// <summary>rbac: no credentials are somebody who may do nothing, wrong ones nobody.</summary>
    [Theory]
    [InlineData(null, 403,
        "pods is forbidden: User 'system:anonymous' cannot list resource 'pods' in API group '' in the namespace 'demo'")]
    [InlineData("bad.token", 401, "\"message\":\"Unauthorized\"")]
    public async Task Authentication_NoneOrWrong_IsForbiddenOrUnauthorized(string? token, int status, string words)
    {
        await using var connection = await OpenAsync();
        await SendAsync(connection, "GET /api/v1/namespaces/demo/pods", token, anonymous: token is null);
        Assert.StartsWith($"HTTP/1.1 {status} ", await ReadUntilAsync(connection, "\r\n\r\n"));
        Assert.Contains(words, (await ReadUntilAsync(connection, $"\"code\":{status}}}")).Replace("\\u0022", "'"));
    }

    private void Write(string name, string value) =>
        _server.Store.Put(new("api/v1", "demo", "configmaps", name, null), new JsonObject { ["data"] = new JsonObject { ["v"] = value } });

    private bool IsRefused()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(_server.Address.Host, _server.Address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task<SslStream> OpenAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("kubernetes");
        return stream;
    }

    private Task SendAsync(SslStream connection, string line, string? token = null, bool anonymous = false)
    {
        var authorization = anonymous ? "" : $"Authorization: Bearer {token ?? _server.Token}\r\n";
        return connection.WriteAsync(Encoding.ASCII.GetBytes($"{line} HTTP/1.1\r\nHost: kubernetes\r\n{authorization}\r\n")).AsTask();
    }

    private static async Task<string> ReadUntilAsync(SslStream connection, string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            using var limit = new CancellationTokenSource(Limit.Generous);
            if (await connection.ReadAsync(one, limit.Token) == 0) throw new IOException($"The connection ended after '{text}'.");
            text.Append((char)one[0]);
        }
        return text.ToString();
    }
}
