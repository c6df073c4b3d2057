using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

public sealed class RequestPacerTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void Wait_ManyRequests_AreSpreadOverTime()
    {
        var took = Take(new RequestPacer(20, _time), 110);
        Assert.InRange(took.TotalSeconds, 4.9, 5.2); // 10 at once, then 20 a second.
    }

    [Fact]
    public void Wait_UrgentLane_OvertakesTheOthers()
    {
        var order = new List<RequestLane>();
        var pacer = new RequestPacer(2, _time);
        _time.Run(async () =>
        {
            await pacer.WaitAsync(RequestLane.Evict, default);
            RequestLane[] lanes = [RequestLane.Event, RequestLane.Retry, RequestLane.Evict, RequestLane.Delete, RequestLane.Node];
            await Task.WhenAll(lanes.Select(async lane =>
            {
                await pacer.WaitAsync(lane, default);
                order.Add(lane);
            }));
        });
        Assert.Equal([RequestLane.Node, RequestLane.Delete, RequestLane.Evict, RequestLane.Retry, RequestLane.Event], order);
    }

    [Fact]
    public void Throttled_RetryAfter_StopsEverybodyForThatLongAndNoLongerThanTwoSeconds()
    {
        var pacer = new RequestPacer(100, _time);
        pacer.Throttled(TimeSpan.FromSeconds(1));
        Assert.InRange(Take(pacer, 1).TotalSeconds, 0.9, 1.1);
        pacer.Throttled(TimeSpan.FromHours(1));
        Assert.InRange(Take(pacer, 1).TotalSeconds, 1.9, 2.1);
    }

    [Fact]
    public void Wait_Cancelled_LeavesTheQueueInOrder()
    {
        var pacer = new RequestPacer(1, _time);
        _time.Run(async () =>
        {
            await pacer.WaitAsync(RequestLane.Evict, default);
            using var cancel = new CancellationTokenSource();
            var cancelled = pacer.WaitAsync(RequestLane.Evict, cancel.Token);
            var next = pacer.WaitAsync(RequestLane.Evict, default);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            var before = _time.Now;
            await next;
            Assert.InRange((_time.Now - before).TotalSeconds, 0.9, 1.1);
        });
    }

    private TimeSpan Take(RequestPacer pacer, int requests)
    {
        var started = _time.Now;
        _time.Run(() => Task.WhenAll(Enumerable.Range(0, requests).Select(_ => pacer.WaitAsync(RequestLane.Evict, default))));
        return _time.Now - started;
    }
}
