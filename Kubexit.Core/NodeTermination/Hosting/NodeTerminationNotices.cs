using System.Runtime.CompilerServices;

namespace Kubexit.NodeTermination;

/// <summary>
/// An early warning inside the application: the node it runs on is about to end. A batch worker can write a checkpoint, a queue consumer
/// stop taking work, before anybody sends it a signal.
/// </summary>
/// <remarks>
/// Theory of operation: a hosted service (<c>AddNodeTerminationNotices</c>) watches the cloud's metadata
/// server while the application runs. It only reads: no permission in the cluster is needed, only a way to the metadata address (on
/// Google's clusters with workload identity that means <c>hostNetwork</c>). All members may be used from any thread.
/// </remarks>
public sealed class NodeTerminationNotices : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private volatile bool _disposed;

    internal NodeTerminationNotices(NoticeBoard board) => Board = board;

    /// <summary>
    /// Cancelled once: when the time of the first notice that ends work (<see cref="NodeTerminationNotice.EndsWork"/>) has come.
    /// A notice that is withdrawn later does not undo it. To go back to work then, use <see cref="WatchAsync"/>.
    /// </summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>The current notice with the nearest end, ignored ones left out; <see langword="null"/> when there is none.</summary>
    public NodeTerminationNotice? Current => Board.Standing is [var first, ..] ? first : null;

    internal NoticeBoard Board { get; }

    /// <summary>
    /// All changes of <see cref="Current"/>, the current value first. Values that follow each other faster than they are read may be left
    /// out.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>A sequence without end.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The application has disposed of its services.</exception>
    public async IAsyncEnumerable<NodeTerminationNotice?> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        NodeTerminationNotice? last = null;
        for (var first = true; ; first = false)
        {
            var changed = Board.Changed;
            var current = Current;
            if (first || current != last) yield return last = current;
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Frees the token's resources. The service container does it.</summary>
    public void Dispose()
    {
        _disposed = true;
        _ending.Dispose();
    }

    internal void End() => _ending.Cancel();
}
