using System.Globalization;
using System.Text;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// Counters in Prometheus' text format. All label values are from closed sets, and every series is there from the start with 0, so that the first
/// event is an increase.
/// </summary>
internal sealed class AgentMetrics
{
    private readonly long[] _notices = new long[Enum.GetValues<NodeTerminationKind>().Length];
    private readonly long[] _refusals = new long[Enum.GetValues<Refusal>().Length];
    private static readonly string[] Sources = ["gce", "aws", "azure", "file"];

    private readonly long[] _seen = new long[Sources.Length];
    private readonly long[] _missing = new long[Enum.GetValues<AgentRight>().Length];
    private long _unread, _evicted, _deleted, _complete, _incomplete, _ended, _remaining, _undone, _lost, _ends, _blocked, _blind;

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

    public string Write()
    {
        var text = new StringBuilder();
        Family("kubexit_node_notices_total", "Notices of the node's end, each counted once.", "counter");
        foreach (var kind in Enum.GetValues<NodeTerminationKind>()) Line($"kubexit_node_notices_total{{kind=\"{kind.Text()}\"}}", _notices[(int)kind]);
        Family("kubexit_node_metadata_errors_total", "Metadata that could not be read.", "counter");
        Line("kubexit_node_metadata_errors_total", _unread);
        Family("kubexit_node_metadata_last_success_timestamp_seconds", "When a source was read last; 0 when it never was.", "gauge");
        for (var i = 0; i < Sources.Length; i++) Line($"kubexit_node_metadata_last_success_timestamp_seconds{{source=\"{Sources[i]}\"}}", _seen[i]);
        Family("kubexit_node_blind", "1 while a notice might not be seen.", "gauge");
        Line("kubexit_node_blind", _blind);
        Family("kubexit_node_missing_right", "1 for a right that the agent's account does not have.", "gauge");
        foreach (var right in Enum.GetValues<AgentRight>()) Line($"kubexit_node_missing_right{{right=\"{right.Text()}\"}}", _missing[(int)right]);
        Family("kubexit_node_ends_timestamp_seconds", "When the node ends; 0 when no notice stands.", "gauge");
        Line("kubexit_node_ends_timestamp_seconds", _ends);
        Family("kubexit_node_drains_total", "Drains carried to their end.", "counter");
        Line("kubexit_node_drains_total{result=\"complete\"}", _complete);
        Line("kubexit_node_drains_total{result=\"incomplete\"}", _incomplete);
        Line("kubexit_node_drains_total{result=\"undone\"}", _undone);
        Family("kubexit_node_pods_asked_total", "Pods that the API server accepted to end.", "counter");
        Line("kubexit_node_pods_asked_total{by=\"eviction\"}", _evicted);
        Line("kubexit_node_pods_asked_total{by=\"delete\"}", _deleted);
        Family("kubexit_node_pods_total", "Pods at the end of a drain.", "counter");
        Line("kubexit_node_pods_total{result=\"ended\"}", _ended);
        Line("kubexit_node_pods_total{result=\"remaining\"}", _remaining);
        Family("kubexit_node_refusals_total", "Removals that the API server refused.", "counter");
        foreach (var refusal in Enum.GetValues<Refusal>()) Line($"kubexit_node_refusals_total{{reason=\"{refusal.ToString().ToLowerInvariant()}\"}}", _refusals[(int)refusal]);
        Family("kubexit_node_pods_blocked", "Pods that a disruption budget holds now.", "gauge");
        Line("kubexit_node_pods_blocked", _blocked);
        Family("kubexit_node_reports_lost_total", "Events and webhook calls given up.", "counter");
        Line("kubexit_node_reports_lost_total", _lost);
        return text.ToString();

        void Family(string name, string help, string type) => text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Line(string series, long value) => text.Append(CultureInfo.InvariantCulture, $"{series} {value}\n");
    }
}
