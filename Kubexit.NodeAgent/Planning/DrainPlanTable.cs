using System.Globalization;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>A plan as people want to see it before they need it. Times count from the notice.</summary>
internal static class DrainPlanTable
{
    public static string Write(
        string node, NodeTerminationNotice notice, NodePolicy policy, IEnumerable<DrainPod> pods, DrainOptions options)
    {
        var total = notice.EndsAt - notice.BeginsAt;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"Node {node}, notice {notice.Kind.Text()} ({notice.Action.ToString().ToLowerInvariant()}): {GoDuration.Format(total)} from "
                + $"the beginning to the end");
        if (notice.Action == NoticeAction.Announce)
            return head + ".\nIt would only be announced (log, event, webhook). Nothing would be done to the node.\n";
        if (notice.Action == NoticeAction.Ignore) return head + ".\nIt would be ignored.\n";
        if (policy != NodePolicy.Drain) return $"{head}.\nBy the node's annotation {NodePolicies.Annotation} {policy.Meaning()}.\n";
        var plan = DrainPlan.Create(pods, total, options with { MovesOnly = notice.Action == NoticeAction.Move });
        if (notice.Action == NoticeAction.Move && plan.Phases.All(phase => phase.Pods.Count == 0))
            return $"{head}.\nIt would only be announced. Nothing would be done to the node: no pod has the annotation "
                + $"{DrainPod.DrainAnnotation}=always.\n";
        var rows = new List<string[]> { (string[])["BEGINS BY", "POD", "PHASE", "ACTION", "GRACE"], };
        var begins = TimeSpan.Zero;
        foreach (var phase in plan.Phases)
        {
            rows.AddRange(phase.Pods.Select(pod => Row(pod, phase, total, begins)));
            begins = total - phase.Window.Closes;
        }
        rows.AddRange(plan.Skipped.Select(skipped => (string[])["-", skipped.Pod.ToString(), "-", "left alone: " + skipped.Reason, "-"]));

        var text = new StringBuilder();
        text.Append(head).Append(CultureInfo.InvariantCulture, $", which is {notice.EndsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.\n");
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
