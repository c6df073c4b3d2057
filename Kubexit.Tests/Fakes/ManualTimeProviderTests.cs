using Kubexit.NodeTermination;

namespace Kubexit.Tests.Fakes;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Advance_SeveralTimers_FiresInOrderAndShowsEachDueTime()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var late = _clock.CreateTimer(
            _ => fired.Add(_clock.GetUtcNow() - start), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = _clock.CreateTimer(
            _ => fired.Add(_clock.GetUtcNow() - start), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([TimeSpan.FromSeconds(1)], fired);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)], fired);
        Assert.Equal(TimeSpan.FromSeconds(4), _clock.GetUtcNow() - start);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOncePerPeriodUntilDisposed()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(3.5));
        Assert.Equal(3, fired);
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, fired);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task Delay_ClockAdvanced_Ends()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _clock);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task WaitForTimersAsync_CodeGoesToSleep_Returns()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromHours(1), _clock);
        var sleeper = Task.Run(() => Task.Delay(TimeSpan.FromSeconds(1), _clock));
        await _clock.WaitForTimersAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await sleeper.WaitAsync(TimeSpan.FromSeconds(30));
        await _clock.WaitForTimersAsync(1);
    }
}
