using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Dependencies;

/// <summary>Brings what is seen of objects of the cluster to a tracker, on the event loop, for as long as the tracker cares.</summary>
/// <param name="source">Looks at the objects.</param>
/// <param name="loop">The loop.</param>
/// <param name="tracker">Is told every look.</param>
/// <param name="logger">For what keeps the source from telling.</param>
/// <param name="onImpossible">Called on the loop when an object may not be looked at and the births are still waited for.</param>
internal sealed class ObjectFeed(
    IObjectSource source, IEventLoop loop, DependencyTracker tracker, ILogger logger, Action<string> onImpossible)
{
    private string? _saidRefusal;

    /// <summary>The last thing that kept the source from telling; <see langword="null"/> when nothing does.</summary>
    public string? LastDelay { get; private set; }

    /// <summary>Runs until nobody cares for any of the objects.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(names.Select(name => FollowAsync(name, cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            source.Dispose();
        }
    }

    private async Task FollowAsync(string name, CancellationToken cancellationToken)
    {
        // Not disposed: a look that is still on its way to the loop may end it.
        var own = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var news in source.FollowAsync(name, own.Token).ConfigureAwait(false))
            {
                loop.Post(() => Apply(name, news, own));
            }
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Nothing waits for it any more.
        }
    }

    private void Apply(string name, ObjectNews news, CancellationTokenSource own)
    {
        if (own.IsCancellationRequested || !tracker.Follows(name)) return;
        switch (news)
        {
            case ObjectNews.Seen(var look):
                (LastDelay, _saidRefusal) = (null, null);
                tracker.Observe(look);
                break;
            case ObjectNews.Delayed(var reason):
                LastDelay = reason;
                DependencyLog.ReadinessDelayed(logger, reason);
                break;
            case ObjectNews.Refused(var reason):
                Refuse(reason);
                break;
        }

        // Fulfilled by this very look: the connection is given back, and nothing that comes after it matters.
        if (!tracker.Follows(name)) own.Cancel();
    }

    /// <summary>A process that runs already is not ended because its rights were taken away.</summary>
    private void Refuse(string reason)
    {
        LastDelay = reason;
        if (!tracker.AreBirthsOver)
        {
            onImpossible(reason);
        }
        else if (reason != _saidRefusal)
        {
            _saidRefusal = reason;
            DependencyLog.ObjectRefused(logger, reason);
        }
    }
}
