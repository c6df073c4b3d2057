using System.Globalization;
using System.Text;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// What the agent counts: one table, written as Prometheus' text and told to OpenTelemetry. All label values are from closed sets, and
/// every series is there from the start with 0, so that the first event is an increase.
/// </summary>
internal sealed class AgentMetrics
{
    private static readonly string[] Sources =
    [
        .. Enum.GetValues<NodeTerminationProvider>()
            .Where(provider => provider is not (NodeTerminationProvider.Auto or NodeTerminationProvider.None))
            .Select(provider => provider.ToString().ToLowerInvariant()),
        "file",
    ];

    private readonly long[] _notices = new long[Enum.GetValues<NodeTerminationKind>().Length];
    private readonly long[] _refusals = new long[Enum.GetValues<Refusal>().Length];
    private readonly long[] _seen = new long[Sources.Length];
    private readonly long[] _missing = new long[Enum.GetValues<AgentRight>().Length];
    private long _unread, _evicted, _deleted, _complete, _incomplete, _ended, _remaining, _undone, _lost, _ends, _blocked, _blind;

    /// <summary>Every metric.</summary>
    public IEnumerable<MetricFamily> Families
    {
        get
        {
            yield return Counter(
                "kubexit_node_notices_total", "Notices of the node's end, each counted once.",
                () => Each<NodeTerminationKind>("kind", NodeTerminationKindName.Text, _notices));
            yield return Counter("kubexit_node_metadata_errors_total", "Metadata that could not be read.", () => One(ref _unread));
            yield return Gauge(
                "kubexit_node_metadata_last_success_timestamp_seconds", "When a source was read last; 0 when it never was.",
                () => Sources.Select((source, i) => new MetricSample("source", source, Read(ref _seen[i]))));
            yield return Gauge("kubexit_node_blind", "1 while a notice might not be seen.", () => One(ref _blind));
            yield return Gauge(
                "kubexit_node_missing_right", "1 for a right that the agent's account does not have.",
                () => Each<AgentRight>("right", AgentRights.Text, _missing));
            yield return Gauge("kubexit_node_ends_timestamp_seconds", "When the node ends; 0 without a notice.", () => One(ref _ends));
            yield return Counter(
                "kubexit_node_drains_total", "Finished drains.",
                () => Of(
                    "result", ("complete", Read(ref _complete)), ("incomplete", Read(ref _incomplete)), ("undone", Read(ref _undone))));
            yield return Counter(
                "kubexit_node_pods_asked_total", "Pods whose removal the API server accepted.",
                () => Of("by", ("eviction", Read(ref _evicted)), ("delete", Read(ref _deleted))));
            yield return Counter(
                "kubexit_node_pods_total", "Pods at the end of a drain.",
                () => Of("result", ("ended", Read(ref _ended)), ("remaining", Read(ref _remaining))));
            yield return Counter(
                "kubexit_node_refusals_total", "Removals that the API server refused.",
                () => Each<Refusal>("reason", refusal => refusal.ToString().ToLowerInvariant(), _refusals));
            yield return Gauge("kubexit_node_pods_blocked", "Pods that a disruption budget holds now.", () => One(ref _blocked));
            yield return Counter("kubexit_node_reports_lost_total", "Events and webhook calls given up.", () => One(ref _lost));
        }
    }

    public void Notice(NodeTerminationKind kind) => Interlocked.Increment(ref _notices[(int)kind]);

    public void Unread() => Interlocked.Increment(ref _unread);

    /// <summary>A source was read.</summary>
    public void Seen(string source, DateTimeOffset at)
    {
        if (Array.IndexOf(Sources, source) is >= 0 and var index) Interlocked.Exchange(ref _seen[index], at.ToUnixTimeSeconds());
    }

    public void Blind(bool value) => Interlocked.Exchange(ref _blind, value ? 1 : 0);

    public void Missing(IReadOnlyCollection<AgentRight> rights)
    {
        foreach (var right in Enum.GetValues<AgentRight>()) Interlocked.Exchange(ref _missing[(int)right], rights.Contains(right) ? 1 : 0);
    }

    public void Asked(bool evicted) => Interlocked.Increment(ref evicted ? ref _evicted : ref _deleted);

    public void Refused(Refusal refusal) => Interlocked.Increment(ref _refusals[(int)refusal]);

    public void ReportLost() => Interlocked.Increment(ref _lost);

    /// <summary>When the node ends; <see langword="null"/> when it does not.</summary>
    public void Ends(DateTimeOffset? at) => Interlocked.Exchange(ref _ends, at?.ToUnixTimeSeconds() ?? 0);

    public void Undone() => Interlocked.Increment(ref _undone);

    public void Blocked(int pods) => Interlocked.Exchange(ref _blocked, pods);

    public void Drained(DrainResult result)
    {
        Interlocked.Increment(ref result.IsComplete ? ref _complete : ref _incomplete);
        Interlocked.Add(ref _ended, result.Ended.Count);
        Interlocked.Add(ref _remaining, result.Remaining.Count);
    }

    /// <summary>Prometheus' text.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var family in Families)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {family.Help}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {(family.IsCounter ? "counter" : "gauge")}\n");
            foreach (var sample in family.Read())
            {
                var label = sample.Label is null ? "" : $"{{{sample.Label}=\"{sample.Value}\"}}";
                text.Append(CultureInfo.InvariantCulture, $"{family.Name}{label} {sample.Number}\n");
            }
        }
        return text.ToString();
    }

    private static MetricFamily Counter(string name, string help, Func<IEnumerable<MetricSample>> read) => new(name, help, true, read);

    private static MetricFamily Gauge(string name, string help, Func<IEnumerable<MetricSample>> read) => new(name, help, false, read);

    private static MetricSample[] One(ref long value) => [new MetricSample(null, null, Read(ref value))];

    private static IEnumerable<MetricSample> Of(string label, params (string Value, long Number)[] samples) =>
        samples.Select(sample => new MetricSample(label, sample.Value, sample.Number));

    private static IEnumerable<MetricSample> Each<T>(string label, Func<T, string> text, long[] numbers)
        where T : struct, Enum => Enum.GetValues<T>().Select((value, i) => new MetricSample(label, text(value), Read(ref numbers[i])));

    private static long Read(ref long value) => Interlocked.Read(ref value);
}

/// <summary>One metric and how its series are read now.</summary>
/// <param name="Name">As Prometheus has it: with its unit, and <c>_total</c> for a counter.</param>
/// <param name="Help">For people.</param>
/// <param name="IsCounter">Whether it only grows.</param>
/// <param name="Read">Its series.</param>
internal sealed record MetricFamily(string Name, string Help, bool IsCounter, Func<IEnumerable<MetricSample>> Read);

/// <summary>One series now.</summary>
/// <param name="Label">The name of its label, if it has one.</param>
/// <param name="Value">The value of that label.</param>
/// <param name="Number">What it stands at.</param>
internal readonly record struct MetricSample(string? Label, string? Value, long Number);
