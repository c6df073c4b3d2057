using System.Net;
using System.Net.Sockets;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>Whoever answers a probe with nonsense, for ever: the probe asks on, costs little and keeps nothing.</summary>
public sealed class BadPeerTests : IDisposable
{
    private const int WarmUp = 150, Questions = 150, CollectorsBudgetKiB = 24 * 1024;

    /// <summary>HTTP/2 settings with a window no stream may have, and a frame that goes on for 16 MiB.</summary>
    private static readonly byte[] Http2Nonsense =
        [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1, 1, 2, 3];

    private static readonly byte[] HttpNonsense = [.. "HTTP/1.1 200 \u001b[2J\r\nContent-Length: -7\r\n"u8, .. new byte[100_000]];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _questions;
    private volatile bool _isOver;

    public BadPeerTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("KUBEXIT_READINESS_HTTP_GET=http://127.0.0.1:{0}/", false)]
    [InlineData("KUBEXIT_READINESS_GRPC=127.0.0.1:{0}", true)]
    public async Task Probe_PeerTalksNonsense_AsksOnAndKeepsNothing(string variable, bool isHttp2)
    {
        var answers = Task.Run(() => Answer(isHttp2 ? Http2Nonsense : HttpNonsense));
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap(
            "app", Scripts.StopsWith(9), string.Format(null, variable, ((IPEndPoint)_listener.LocalEndpoint).Port),
            "KUBEXIT_READINESS_PERIOD=20ms", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        await Asked(app, WarmUp);
        var footprint = Footprint.Of(app);
        await Asked(app, WarmUp + Questions);
        await footprint.KeepsNoMore(CollectorsBudgetKiB);
        await ToldStatus.Tells(graveyard, "app", "born");
        Assert.DoesNotContain('\u001b', app.Errors.Text);
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(9);
        await ToldStatus.Tells(graveyard, "app", "dead");
        _isOver = true;
        _listener.Stop();
        await answers;
    }

    private Task Asked(WrappedProcess app, int times) =>
        Limit.Until(() => Volatile.Read(ref _questions) >= times, () => app.Describe($"has asked {_questions} times only"));

    private async Task Answer(byte[] nonsense)
    {
        while (true)
        {
            try
            {
                using var peer = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _questions);
                await peer.SendAsync(nonsense);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                if (_isOver) return;
            }
        }
    }
}
