using System.Text.Json;
using System.Threading.Channels;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One line of a watch, or something that is done to its connection.</summary>
internal sealed record WatchItem(string? Type, JsonElement Object, WatchCommand? Command = null);

/// <summary>What a watch tells, in order: what is there, every change that its selector sees, bookmarks, its end.</summary>
/// <remarks>
/// Theory of operation: the store hands over the beginning and every change under its lock, so nothing is missed or told twice; timers of
/// the store's clock add bookmarks and the agreed end. Whoever sends it reads <see cref="Items"/> until it is complete, and disposes the
/// feed.
/// </remarks>
internal sealed class WatchFeed : IDisposable
{
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] LastBookmarks = [TimeSpan.FromSeconds(2.4), TimeSpan.FromSeconds(1.2)];

    private readonly Channel<WatchItem> _items = Channel.CreateUnbounded<WatchItem>();
    private readonly List<ITimer> _timers = [];
    private readonly ObjectStore _store;
    private readonly WatchOptions _options;
    private long _version;

    public WatchFeed(ObjectStore store, ResourceSelector selector, WatchOptions options)
    {
        (_store, Selector, _options) = (store, selector, options);
        store.Open(this);
    }

    public ResourceSelector Selector { get; }

    public ChannelReader<WatchItem> Items => _items.Reader;

    /// <summary>Called by the store under its lock.</summary>
    /// <returns>Whether the watch goes on.</returns>
    public bool Begin(IReadOnlyList<StoredObject> present, IReadOnlyList<StoredChange> history, long version, long oldest)
    {
        if (_options.Version is { } asked and > 0 && !_options.SendInitialEvents)
        {
            if (asked < oldest)
            {
                Say("ERROR", JsonSerializer.SerializeToElement(StatusBody.Expired(asked, oldest)));
                End();
                return false;
            }
            _version = asked;
            foreach (var change in history.Where(change => change.Version > asked)) Offer(change);
        }
        else
        {
            foreach (var value in present) Say("ADDED", value.Json);
            _version = version;
            if (_options.MarksEndOfInitialEvents) Bookmark(endsInitialEvents: true);
        }
        Arm();
        return true;
    }

    /// <summary>Called by the store under its lock, in order.</summary>
    public void Offer(StoredChange change)
    {
        if (change.Version <= _version) return;
        _version = change.Version;
        if (change.SeenBy(Selector) is var (type, seen)) Say(type, seen.Json);
    }

    public void Tell(WatchCommand command)
    {
        switch (command)
        {
            case WatchCommand.Bookmark:
                Bookmark(endsInitialEvents: false);
                break;
            case WatchCommand.Expire:
                Say("ERROR", JsonSerializer.SerializeToElement(StatusBody.Expired(_version, _store.Version)));
                End();
                break;
            case WatchCommand.End:
                End();
                break;
            default:
                _items.Writer.TryWrite(new(null, default, command));
                break;
        }
    }

    public void Dispose()
    {
        _store.Close(this);
        lock (_timers)
        {
            foreach (var timer in _timers) timer.Dispose();
        }
        End();
    }

    private void Arm()
    {
        if (_options.Timeout is { } timeout)
        {
            At(timeout, Timeout.InfiniteTimeSpan, End);
            foreach (var before in _options.AllowsBookmarks && timeout > LastBookmarks[0] ? LastBookmarks : [])
                At(timeout - before, Timeout.InfiniteTimeSpan, () => Bookmark(endsInitialEvents: false));
        }
        if (_options.AllowsBookmarks) At(BookmarkPeriod, BookmarkPeriod, () => Bookmark(endsInitialEvents: false));
    }

    private void At(TimeSpan due, TimeSpan period, Action action)
    {
        lock (_timers) _timers.Add(_store.Time.CreateTimer(_ => action(), null, due, period));
    }

    // Under the store's lock: no event of an older version may follow it.
    private void Bookmark(bool endsInitialEvents) => _store.AtVersion(version =>
        Say("BOOKMARK", JsonSerializer.SerializeToElement(Selector.Path.Kind!.Bookmark(version, endsInitialEvents))));

    private void Say(string type, JsonElement value) => _items.Writer.TryWrite(new(type, value));

    private void End() => _items.Writer.TryComplete();
}
