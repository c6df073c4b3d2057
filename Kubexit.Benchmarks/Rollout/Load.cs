namespace Kubexit.Benchmarks.Rollout;

/// <summary>
/// Clients of four kinds that send one request after the other: new connections and keep-alive ones, HTTP/1.1 and HTTP/2. A request is
/// served or lost: no client sends it a second time, but for what the HTTP/2 client does by the protocol (a stream that GOAWAY says was not
/// processed).
/// </summary>
internal sealed class Load(Service service) : IDisposable
{
    private const int ClientsOfAKind = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Tally> _tallies = [];
    private readonly List<Task> _clients = [];

    public int Requests => _tallies.Sum(tally => tally.Requests);

    public void Start()
    {
        Add("new, HTTP/1.1", () => new PlainClient(service, keepsAlive: false));
        Add("keep-alive, HTTP/1.1", () => new PlainClient(service, keepsAlive: true));
        Add("new, HTTP/2", () => new Http2Client(service, keepsAlive: false));
        Add("keep-alive, HTTP/2", () => new Http2Client(service, keepsAlive: true));
    }

    public async Task<IReadOnlyList<Tally>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        return _tallies;
    }

    public void Dispose() => _stop.Dispose();

    private void Add(string kind, Func<IRolloutClient> create)
    {
        var tally = new Tally(kind);
        _tallies.Add(tally);
        for (var i = 0; i < ClientsOfAKind; i++) _clients.Add(Task.Run(() => RunAsync(create(), tally)));
    }

    private async Task RunAsync(IRolloutClient client, Tally tally)
    {
        using (client)
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    await client.GetAsync();
                    tally.Served();
                }
                catch (Exception e) when (
                    e is IOException or HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
                {
                    tally.LostBy(e.GetBaseException().Message);
                }

                await Task.Delay(Pause);
            }
        }
    }
}
