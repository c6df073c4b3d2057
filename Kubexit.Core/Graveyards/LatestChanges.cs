using System.Threading.Channels;

namespace Kubexit.Graveyards;

/// <summary>Between the loop that observes and a consumer that may be slow: of each name only the latest state is kept.</summary>
internal sealed class LatestChanges
{
    private readonly object _gate = new();
    private readonly Dictionary<string, GraveyardEntry> _reported = [];
    private readonly Dictionary<string, GraveyardEntry> _pending = [];
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(TombstoneObservation observation)
    {
        var entry = GraveyardEntry.Of(observation);
        lock (_gate)
        {
            if (!_pending.ContainsKey(entry.Name) && _reported.TryGetValue(entry.Name, out var last) && last == entry) return;
            _pending[entry.Name] = entry;
        }

        _signal.Writer.TryWrite(true);
    }

    public void Fail(Exception error) => _signal.Writer.TryComplete(error);

    /// <summary>Waits until there is at least one change.</summary>
    public async Task<IReadOnlyList<GraveyardEntry>> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
        }

        lock (_gate)
        {
            var changes = new List<GraveyardEntry>(_pending.Count);
            foreach (var (name, entry) in _pending)
            {
                if (entry != _reported.GetValueOrDefault(name)) changes.Add(entry);
                _reported[name] = entry;
            }

            _pending.Clear();
            return changes;
        }
    }
}
