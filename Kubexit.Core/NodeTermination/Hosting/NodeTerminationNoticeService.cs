using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeTermination;

/// <summary>Watches the sources for as long as the application runs. Nothing that goes wrong with them ends the application.</summary>
internal sealed class NodeTerminationNoticeService(NodeTerminationNotices notices, INoticeSource source, TimeProvider time, ILogger logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(stoppingToken), WarnAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await Task.Yield(); // The application's start does not wait for a metadata server.
        while (true)
        {
            try
            {
                await source.WatchAsync(notices.Board, cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                NoticeLog.WorkFailed(logger, e);
                await time.DelayAsync(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private async Task WarnAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var said = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var changed = notices.Board.Changed;
            var now = time.GetUtcNow();
            var standing = notices.Board.Standing;
            foreach (var notice in standing.Where(notice => said.Add(notice.EventId)))
                NoticeLog.NoticeStands(logger, notice.ToString(), notice.Action);
            var drains = standing.Where(notice => notice.Action == NoticeAction.Drain).ToList();
            if (drains.Exists(notice => notice.BeginsAt <= now)) notices.End();
            var next = NoticeBoard.UntilNextBegins(drains, now, TimeSpan.FromDays(1));
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, time.DelayAsync(next, enough.Token));
            enough.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
