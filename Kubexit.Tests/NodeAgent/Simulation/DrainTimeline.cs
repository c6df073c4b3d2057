using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// The timeline of one drain as a Markdown table, second by second, for samples/node-agent/README.md.
/// <c>Kubexit.Benchmarks drain</c> prints it.
/// </summary>
internal static class DrainTimeline
{
    private const int Notice = 30;

    public static void Write(TextWriter output)
    {
        foreach (var rate in (int[])[20, 200])
        {
            var node = Run(rate);
            output.WriteLine($"\n{rate} requests per second allowed: {node.Requests.Count} requests, {node.ThrottledRequests} refused as "
                + "too many.\n");
            output.WriteLine("| second | requests | ordinary pods asked | ended | system pods asked | ended | killed "
                + "|\n|---|---|---|---|---|---|---|");
            for (var second = 0; second < Notice; second++) WriteRow(output, node, second);
        }
    }

    public static SimulatedNode Run(int requestsPerSecond)
    {
        var time = new VirtualTime();
        var node = BusyNode.Create(time, requestsPerSecond);
        var options = new DrainOptions();
        time.Run(async () =>
        {
            using var life = new CancellationTokenSource();
            var pacer = new RequestPacer(options.RequestsPerSecond, time);
            var tracker = new PodTracker(node, pacer, new Urgency(time), time, NullLogger.Instance);
            _ = tracker.RunAsync(life.Token);
            await new NodeDrain(node, tracker, pacer, options, time, NullLogger.Instance, new SilentObserver())
                .RunAsync(new Deadline(time.Now, time.Now.AddSeconds(Notice), time), () => new Arrivals(NodeTaint.Default, time.Now),
                    CancellationToken.None);
            life.Cancel();
        });
        return node;
    }

    private static void WriteRow(TextWriter output, SimulatedNode node, int second)
    {
        var requests = node.Requests.Count(request => (int)request.At.TotalSeconds == second);
        var pods = node.All.ToList();
        var (ordinary, system) = (pods.Where(pod => !IsSystem(pod)).ToList(), pods.Where(IsSystem).ToList());
        var row = (int[])
        [
            requests, ordinary.Count(pod => In(pod.TermAt)), ordinary.Count(pod => In(pod.Truth.EndedAt) && !pod.Truth.Killed),
            system.Count(pod => In(pod.TermAt)),
            system.Count(pod => In(pod.Truth.EndedAt) && !pod.Truth.Killed), pods.Count(pod => In(pod.Truth.EndedAt) && pod.Truth.Killed),
        ];
        if (row.Any(count => count > 0))
            output.WriteLine($"| {second} | {string.Join(" | ", row.Select(count => count == 0 ? "" : $"{count}"))} |");

        bool In(DateTimeOffset? at) => at is not null && (int)(at.Value - node.Started).TotalSeconds == second;
    }

    private static bool IsSystem(StandInPod pod) => pod.Priority > 0 || pod.Namespace == "kube-system";
}
