using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.NodeAgent;

public sealed class SightTests
{
    private readonly VirtualTime _time = new();
    private readonly RecordingLogger _log = new();
    private readonly AgentMetrics _metrics = new();
    private readonly Sight _sight;

    public SightTests() => _sight =
        new Sight(new NoticeBoard(new NoticeRules(), _time), _ => "aws", TimeSpan.FromMinutes(1), _metrics, _time, _log);

    [Fact]
    public void Failed_ForLongerThanAllowed_IsSaidOnceAndOnceWhenItIsOver()
    {
        Fail(5, times: 40);
        Assert.Equal("blind: spot for 200 s (HTTP status 403)", _sight.Problem);
        Assert.Contains("kubexit_node_blind 1\n", _metrics.Write(), StringComparison.Ordinal);
        Assert.Contains("kubexit_node_metadata_errors_total 40\n", _metrics.Write(), StringComparison.Ordinal);
        _sight.Report(NoticeReading.None("spot"));
        Assert.Null(_sight.Problem);
        Assert.Contains("kubexit_node_blind 0\n", _metrics.Write(), StringComparison.Ordinal);
        Assert.Contains($"last_success_timestamp_seconds{{source=\"aws\"}} {_time.Now.ToUnixTimeSeconds()}\n", _metrics.Write(),
            StringComparison.Ordinal);
        Assert.Equal([6004, 6005], _log.Entries.Where(entry => entry.Id.Id is 6004 or 6005).Select(entry => entry.Id.Id));
    }

    [Fact]
    public void Failed_NowAndThen_IsNotBlind()
    {
        for (var i = 0; i < 20; i++)
        {
            Fail(5, times: 5);
            _sight.Report(NoticeReading.None("spot"));
        }
        Assert.Null(_sight.Problem);
        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Id == 6004);
    }

    [Fact]
    public void Seen_KeyThatIsNotThere_IsNoError()
    {
        Fail(5, times: 1);
        _sight.Seen("spot");
        Pass(600);
        Assert.Null(_sight.Problem);
    }

    [Fact]
    public void Failed_NobodyAnswers_IsBlindUntilAnyKeyIsRead()
    {
        for (var i = 0; i < 10; i++)
        {
            Pass(15);
            _sight.Failed("provider", "no known metadata server has answered");
        }
        Assert.NotNull(_sight.Problem);
        _sight.Report(NoticeReading.None("spot"));
        Assert.Null(_sight.Problem);
    }

    private void Fail(int seconds, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Pass(seconds);
            _sight.Failed("spot", "HTTP status 403");
        }
    }

    private void Pass(int seconds) => _time.Run(() => Task.Delay(TimeSpan.FromSeconds(seconds), _time));
}
