using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

/// <summary>A source against its cloud's metadata server, started and ended with the test.</summary>
public abstract class NoticeSourceTest : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private Task _watch = Task.CompletedTask;

    internal MetadataHttp Http { get; } = new(TimeProvider.System);

    internal RecordingSink Sink { get; } = new();

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _watch.IsCompleted && !_watch.IsCanceled ? Task.FromCanceled(_end.Token) : _watch.WaitAsync(TimeSpan.FromSeconds(30)));
        Http.Dispose();
        GC.SuppressFinalize(this);
        await StopAsync();
    }

    protected abstract Task StopAsync();

    internal void Watch(INoticeSource source) => _watch = source.WatchAsync(Sink, _end.Token);
}
