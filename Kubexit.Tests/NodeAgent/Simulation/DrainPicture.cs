using System.Globalization;
using System.Text;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>The drain of <see cref="BusyNode"/> as an SVG, one line a pod: docs/node-agent-drain.svg.</summary>
internal static class DrainPicture
{
    private const int Notice = 30, RequestsPerSecond = 200;
    private const double Left = 250, Top = 64, Second = 20, Line = 4, Gap = 8;

    private static readonly (string Name, Func<StandInPod, bool> Has)[] Groups =
    [
        ("40 ordinary pods", pod => pod.Name.StartsWith("web", StringComparison.Ordinal)),
        ("10 with a finalizer", pod => pod.Name.StartsWith("held", StringComparison.Ordinal)),
        ("10 of a StatefulSet", pod => pod.Name.StartsWith("db", StringComparison.Ordinal)),
        ("5 that need ten minutes", pod => pod.Name.StartsWith("slow", StringComparison.Ordinal)),
        ("15 with a budget that allows none", pod => pod.Name.StartsWith("guarded", StringComparison.Ordinal)),
        ("5 with a budget that allows one", pod => pod.Name.StartsWith("short", StringComparison.Ordinal)),
        ("5 of kube-system", pod => pod.Name.StartsWith("dns", StringComparison.Ordinal)),
        ("5 of critical priority", pod => pod.Name.StartsWith("shipper", StringComparison.Ordinal)),
        ("10 of a DaemonSet", pod => pod.Name.StartsWith("daemon", StringComparison.Ordinal)),
        ("5 static pods", pod => pod.Name.StartsWith("proxy", StringComparison.Ordinal)),
    ];

    private static readonly (string Color, string Text)[] Legend =
        [("#9aa7b4", "runs"), ("#f0a030", "asked to end"), ("#d03030", "killed at the end of its time")];

    public static string Draw()
    {
        var simulation = new AgentSimulation(RequestsPerSecond, BusyNode.Create);
        DateTimeOffset noticed = default, tainted = default;
        simulation.Run(async () =>
        {
            await simulation.PassAsync(60);
            noticed = simulation.Time.Now;
            simulation.Preempt();
            await simulation.UntilAsync(() => simulation.IsTainted, Notice);
            tainted = simulation.Time.Now;
            await simulation.PassAsync(Notice - (tainted - noticed).TotalSeconds);
        });
        return Draw([.. simulation.Node.All.Where(pod => !pod.Uid.EndsWith('\''))], noticed, tainted);
    }

    private static string Draw(IReadOnlyList<StandInPod> pods, DateTimeOffset noticed, DateTimeOffset tainted)
    {
        var body = new StringBuilder();
        var y = Top;
        foreach (var (name, has) in Groups)
        {
            var group = pods.Where(has).OrderBy(pod => pod.Truth.EndedAt ?? DateTimeOffset.MaxValue).ThenBy(pod => pod.Name.Length).ThenBy(
                pod => pod.Name, StringComparer.Ordinal);
            var top = y;
            foreach (var pod in group)
            {
                var (asked, ended) = (At(pod.TermAt) ?? Notice, At(pod.Truth.EndedAt) ?? Notice);
                Bar(0, asked, Legend[0].Color);
                Bar(asked, ended, Legend[1].Color);
                if (pod.Truth.Killed) Bar(ended, ended + 0.3, Legend[2].Color);
                y += Line;
            }
            Text(Left - 10, (top + y) / 2 + 4, name, "end");
            y += Gap;
        }
        var height = y + 30;
        for (var second = 0; second <= Notice; second += 5)
        {
            body.Append(Format($"<path d='M{Left + second * Second} {Top - 6}V{y}' stroke='#d8dee4' stroke-width='1'/>\n"));
            Text(Left + second * Second, y + 16, $"{second} s", "middle");
        }
        Text(Left, Top - 12, Format($"notice, and taint within {Math.Ceiling((tainted - noticed).TotalSeconds * 10) / 10:0.0} s"), "start");
        Text(Left + Notice * Second, Top - 12, "the node ends", "end");
        var x = Left;
        foreach (var (color, text) in Legend)
        {
            body.Append(Format($"<rect x='{x}' y='14' width='18' height='8' fill='{color}'/>\n"));
            Text(x + 24, 22, text, "start");
            x += 60 + text.Length * 7;
        }
        var width = Left + Notice * Second + 30;
        return Format($"""
            <svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'
                font-family='sans-serif' font-size='12'>
            <title>A drain of 110 pods within 30 seconds</title>
            <rect width='100%' height='100%' fill='#ffffff'/>

            """) + body + "</svg>\n";

        void Bar(double from, double to, string color)
        {
            double x = Left + from * Second, width = (to - from) * Second;
            if (to > from) body.Append(Format($"<rect x='{x:0.#}' y='{y:0.#}' width='{width:0.#}' height='{Line - 1}' fill='{color}'/>\n"));
        }

        void Text(double x, double at, string text, string anchor) =>
            body.Append(Format($"<text x='{x:0.#}' y='{at:0.#}' text-anchor='{anchor}' fill='#24292f'>{text}</text>\n"));

        double? At(DateTimeOffset? time) => time is { } at ? Math.Clamp(Math.Round((at - noticed).TotalSeconds, 1), 0, Notice) : null;
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
