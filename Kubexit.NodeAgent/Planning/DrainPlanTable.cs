using System.Globalization;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>A plan as people want to see it before they need it. Times count from the notice.</summary>
internal static class DrainPlanTable
{
    public static string Write(string node, NodeTerminationKind kind, NoticeRule rule, IEnumerable<DrainPod> pods, DrainOptions options)
    {
        var total = rule.TimeLeft;
        var plan = DrainPlan.Create(pods, total, options);
        var rows = new List<string[]> { (string[])["BEGINS BY", "POD", "PHASE", "ACTION", "GRACE"], };
        var begins = TimeSpan.Zero;
        foreach (var phase in plan.Phases)
        {
            rows.AddRange(phase.Pods.Select(pod => Row(pod, phase, total, begins)));
            begins = total - phase.Window.Closes;
        }
        rows.AddRange(plan.Skipped.Select(skipped => (string[])["-", skipped.Pod.ToString(), "-", "left alone: " + skipped.Reason, "-"]));

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Node {node}, notice {kind.Text()} ({rule.Action.ToString().ToLowerInvariant()}): ");
        text.Append(CultureInfo.InvariantCulture, $"{GoDuration.Format(total)} from the notice to the end.\n");
        var widths = Array.ConvertAll([0, 1, 2, 3, 4], column => rows.Max(row => row[column].Length));
        foreach (var row in rows) text.Append(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"The plan ends by {Time(begins)}, the node at {Time(total)}.\n");
        return text.ToString();
    }

    private static string[] Row(DrainPod pod, PlannedPhase phase, TimeSpan total, TimeSpan begins)
    {
        var left = total - begins;
        var action = pod.DeletingUntil is not null ? "wait: is being deleted"
            : phase.Window.MayEvict(pod, left) ? $"evict; delete by {Time(total - phase.Window.ForceAt(pod))}"
            : "delete";
        return [Time(begins), pod.ToString(), phase.Name, action, GoDuration.Format(phase.Window.Grace(pod, left))];
    }

    private static string Time(TimeSpan time) => "+" + GoDuration.Format(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds, 1)));
}
