namespace Kubexit.Platform.Portable;

/// <summary>The event loop where there is no poll(2): a queue and its timers.</summary>
internal sealed class QueueEventLoop(Action<Exception>? onError) : EventLoop(onError)
{
    private readonly SemaphoreSlim _wakes = new(0);

    protected override void Wait(TimeSpan limit)
    {
        // SemaphoreSlim counts in int milliseconds; a longer wait goes round once more.
        var bounded = limit > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : limit;
        if (_wakes.Wait(bounded)) while (_wakes.Wait(0)) { }
    }

    protected override void Wake()
    {
        if (!IsCurrent) _wakes.Release();
    }
}
