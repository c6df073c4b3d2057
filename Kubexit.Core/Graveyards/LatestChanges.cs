using System.Threading.Channels;

namespace Kubexit;

/// <summary>Between the loop that observes and a consumer that may be slow: of each name only the latest state is kept.</summary>
internal sealed class LatestChanges
{
    private readonly object gate = new();
    private readonly Dictionary<string, GraveyardEntry> reported = [];
    private readonly Dictionary<string, GraveyardEntry> pending = [];
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(TombstoneObservation observation)
    {
        var entry = GraveyardEntry.Of(observation);
        lock (gate)
        {
            if (!pending.ContainsKey(entry.Name) && reported.TryGetValue(entry.Name, out var last) && last == entry) return;
            pending[entry.Name] = entry;
        }

        signal.Writer.TryWrite(true);
    }

    public void Fail(Exception error) => signal.Writer.TryComplete(error);

    /// <summary>Waits until there is at least one change.</summary>
    public async Task<IReadOnlyList<TombstoneChange>> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
        }

        lock (gate)
        {
            var changes = new List<TombstoneChange>(pending.Count);
            foreach (var (name, entry) in pending)
            {
                var previous = reported.GetValueOrDefault(name);
                if (entry != previous) changes.Add(new TombstoneChange(entry, previous));
                reported[name] = entry;
            }

            pending.Clear();
            return changes;
        }
    }
}
