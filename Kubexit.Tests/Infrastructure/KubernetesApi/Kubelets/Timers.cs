namespace Kubexit.Tests.KubernetesApi;

/// <summary>What is to be done later, one thing at a time. In virtual time it stays on the thread that moves the clock.</summary>
internal sealed class Timers(TimeProvider time) : IDisposable
{
    private readonly HashSet<ITimer> _armed = [];
    private bool _disposed;

    /// <summary>Held while anything is done.</summary>
    public Lock Gate { get; } = new();

    public void After(TimeSpan delay, Action action)
    {
        lock (Gate)
        {
            if (_disposed) return;
            ITimer? timer = null;
            timer = time.CreateTimer(_ => Fire(timer!, action), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _armed.Add(timer);
            timer.Change(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _disposed = true;
            foreach (var timer in _armed) timer.Dispose();
            _armed.Clear();
        }
    }

    private void Fire(ITimer timer, Action action)
    {
        lock (Gate)
        {
            if (_disposed || !_armed.Remove(timer)) return;
            timer.Dispose();
            action();
        }
    }
}
