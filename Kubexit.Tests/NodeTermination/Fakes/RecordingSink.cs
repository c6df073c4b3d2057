using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

/// <summary>Keeps what a source says, and lets a test wait for it.</summary>
internal sealed class RecordingSink : INoticeSink
{
    private readonly object _gate = new();
    private readonly List<object> _all = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Report(NoticeReading reading) => Add(reading);

    public void Seen(string key) => Add(key);

    public void Failed(string key, string cause) => Add((key, cause));

    public IReadOnlyList<NoticeReading> Readings(string key)
    {
        lock (_gate) return [.. _all.OfType<NoticeReading>().Where(reading => reading.Key == key)];
    }

    public IReadOnlyList<(string Key, string Cause)> Failures
    {
        get { lock (_gate) return [.. _all.OfType<(string, string)>()]; }
    }

    /// <summary>Keys that the server has said are not there.</summary>
    public IReadOnlyList<string> Absent
    {
        get { lock (_gate) return [.. _all.OfType<string>()]; }
    }

    public Task<NoticeReading> ReadingAsync(string key, Func<NoticeReading, bool> wanted) =>
        UntilAsync(() => Readings(key).FirstOrDefault(wanted));

    public async Task<T> UntilAsync<T>(Func<T?> find)
    {
        while (true)
        {
            Task changed;
            lock (_gate) changed = _changed.Task;
            if (find() is { } found) return found;
            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private void Add(object item)
    {
        lock (_gate)
        {
            _all.Add(item);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
