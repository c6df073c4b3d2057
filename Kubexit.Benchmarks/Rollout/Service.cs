using System.Net.Sockets;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>
/// The replicas behind one address. As kube-proxy does, each new connection goes to the next endpoint; a connection that is open stays
/// where it is, whether that endpoint is removed or not.
/// </summary>
internal sealed class Service(RolloutHost host, Random random) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Replica> _endpoints = [];
    private readonly List<Replica> _started = [];
    private readonly string _graveyard = Directory.CreateTempSubdirectory("kubexit-rollout-").FullName;
    private int _next;

    /// <summary>Opens a connection to one of the endpoints.</summary>
    public async ValueTask<Stream> ConnectAsync(bool isHttp2, CancellationToken cancellationToken)
    {
        Replica replica;
        lock (_lock) replica = _endpoints[_next++ % _endpoints.Count];
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(replica.Address(isHttp2), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task StartAsync(int replicas)
    {
        for (var i = 0; i < replicas; i++) await AddAsync();
    }

    /// <summary>A rollout: replaces every replica, one after the other.</summary>
    public async Task ReplaceAllAsync()
    {
        foreach (var old in _endpoints.ToArray())
        {
            await AddAsync();
            old.Terminate();
            await Task.Delay(TimeSpan.FromSeconds(1 + (2 * random.NextDouble())));
            lock (_lock) _endpoints.Remove(old);
            await old.EndedAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _started) await replica.DisposeAsync();
        Directory.Delete(_graveyard, recursive: true);
    }

    private async Task AddAsync()
    {
        var replica = await Replica.StartAsync(host, _graveyard, $"web-{_started.Count}");
        _started.Add(replica);
        lock (_lock) _endpoints.Add(replica);
    }
}
