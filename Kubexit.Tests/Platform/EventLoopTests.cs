using System.Diagnostics;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Platform.Portable;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Platform;

/// <summary>What every event loop does, however it waits.</summary>
public abstract class EventLoopContract : IDisposable
{
    private readonly RunningLoop _running;

    private protected EventLoopContract(Func<Action<Exception>, EventLoop> create) => _running = new RunningLoop(create);

    private EventLoop Loop => _running.Loop;

    public void Dispose()
    {
        _running.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Post_FromManyThreads_EachRunsOnceInItsThreadsOrder()
    {
        var seen = new List<(int Thread, int Number)>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var number = i;
                Loop.Post(() => seen.Add((t, number)));
            }
        })));
        await _running.Invoke(() => { });
        Assert.Equal(4000, seen.Count);
        foreach (var thread in seen.GroupBy(s => s.Thread)) Assert.Equal(Enumerable.Range(0, 1000), thread.Select(s => s.Number));
    }

    [Fact]
    public async Task IsCurrent_OnlyOnTheLoop_IsTrue()
    {
        Assert.False(Loop.IsCurrent);
        Assert.True(await _running.Invoke(() => Loop.IsCurrent));
    }

    [Fact]
    public async Task Timer_Due_FiresOnTheLoopAndNotEarly()
    {
        var fired = new TaskCompletionSource<(bool, TimeSpan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = Stopwatch.GetTimestamp();
        using var timer = Loop.Time.CreateTimer(
            _ => fired.TrySetResult((Loop.IsCurrent, Stopwatch.GetElapsedTime(start))), null, TimeSpan.FromMilliseconds(30),
            Timeout.InfiniteTimeSpan);
        var (isCurrent, elapsed) = await fired.Task.WaitAsync(Limit.Generous);
        Assert.True(isCurrent);
        Assert.True(elapsed >= TimeSpan.FromMilliseconds(30), $"{elapsed}");
    }

    [Fact]
    public async Task Timer_Periodic_FiresUntilDisposed()
    {
        var count = 0;
        using var timer = Loop.Time.CreateTimer(_ => Interlocked.Increment(ref count), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        await Limit.Until(() => Volatile.Read(ref count) >= 5, () => "it does not fire");
        await _running.Invoke(timer.Dispose);
        var after = await _running.Invoke(() => count);
        await WaitFor(TimeSpan.FromMilliseconds(20));
        Assert.Equal(after, await _running.Invoke(() => count));
    }

    [Fact]
    public async Task Timer_DisposedByOneThatFiresInTheSameRound_DoesNotFire()
    {
        var fired = new List<string>();
        await _running.Invoke(() =>
        {
            ITimer? second = null;
            Loop.Time.CreateTimer(
                _ =>
                {
                    fired.Add("first");
                    second!.Dispose();
                },
                null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            second = Loop.Time.CreateTimer(_ => fired.Add("second"), null, TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
        });
        await WaitFor(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["first"], await _running.Invoke(() => fired.ToArray()));
    }

    [Fact]
    public async Task Timer_Changed_FiresAtTheNewTime()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Loop.Time.CreateTimer(_ => fired.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromDays(300), Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan));
        await fired.Task.WaitAsync(Limit.Generous);
        timer.Dispose();
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    /// <summary>By the loop's own timer, so that anything due before has had its turn.</summary>
    private async Task WaitFor(TimeSpan time)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Loop.Time.CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await over.Task.WaitAsync(Limit.Generous);
    }
}

public sealed class PollEventLoopTests() : EventLoopContract(onError => new PollEventLoop(onError));

public sealed class QueueEventLoopTests() : EventLoopContract(onError => new QueueEventLoop(onError));
