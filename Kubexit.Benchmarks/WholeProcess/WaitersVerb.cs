using System.Diagnostics;
using System.Text.Json.Nodes;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>waiters [--waiters 1000]</c>: many pods that wait for one Job, simulated in one process, each with a client and a connection of its own as a pod has:
/// requests to the server, memory and descriptors for each, and how long until the last one knows. The stand-in server is in the same process;
/// what it holds is in the numbers, so they are upper bounds. 10,000 need <c>ulimit -n 50000</c>.
/// </summary>
internal static class WaitersVerb
{
    private const string Running = """{"status":{"startTime":"2026-11-27T03:03:07Z","active":1}}""";
    private const string Complete = """{"status":{"startTime":"2026-11-27T03:03:07Z","succeeded":1,"conditions":[{"type":"Complete","status":"True"}]}}""";

    public static int Run(string[] args)
    {
        var options = new Options(args, "--waiters");
        Machine.Print();
        RunAsync(options.Number("--waiters", 1000)).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(int waiters)
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        var configuration = account.Load();
        var path = ResourcePath.Parse("/apis/batch/v1/namespaces/demo/jobs/migrate")!;
        server.Store.Put(path, JsonNode.Parse(Running)!.AsObject());
        var (memory, descriptors) = (Memory(), Descriptors());

        var started = Stopwatch.GetTimestamp();
        var waits = new List<Task>(waiters);
        for (var i = 0; i < waiters; i++) waits.Add(WaitAsync(configuration));
        while (server.OpenWatches < waiters && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(10)) await Task.Delay(50);
        var watching = Stopwatch.GetElapsedTime(started);
        var (requests, held, open) = (server.Requests.Count, Memory() - memory, Descriptors() - descriptors);

        var succeeded = Stopwatch.GetTimestamp();
        server.Store.Put(path, JsonNode.Parse(Complete)!.AsObject());
        await Task.WhenAll(waits);
        var told = Stopwatch.GetElapsedTime(succeeded);
        var quiet = Stopwatch.GetTimestamp();
        while (server.OpenWatches > 0 && Stopwatch.GetElapsedTime(quiet) < TimeSpan.FromSeconds(30)) await Task.Delay(50);

        var table = new MarkdownTable("of " + waiters + " waiters", "all", "each");
        table.Add("requests until all watch", $"{requests}", $"{(double)requests / waiters:F2}");
        table.Add("requests until all know", $"{server.Requests.Count}", $"{(double)server.Requests.Count / waiters:F2}");
        table.Add("memory while waiting, client and server together", $"{held / 1048576.0:F0} MiB", $"{held / 1024.0 / waiters:F0} KiB");
        table.Add("descriptors while waiting, client and server together", $"{open}", $"{(double)open / waiters:F2}");
        table.Add("until all watch", $"{watching.TotalSeconds:F1} s", "");
        table.Add("from the Job's success until the last one knows", $"{told.TotalMilliseconds:F0} ms", $"{told.TotalMilliseconds * 1000 / waiters:F0} us");
        table.Add("watches left open", $"{server.OpenWatches}", "");
        table.Print();
    }

    private static async Task WaitAsync(KubernetesConfiguration configuration)
    {
        using var source = new ObjectSource(() => new KubernetesApiClient(configuration), ObjectRole.For(["job/migrate"], "demo"), "demo", NullLogger.Instance);
        await foreach (var news in source.FollowAsync("job/migrate", CancellationToken.None))
        {
            if (news is ObjectNews.Seen({ Vitality: Vitality.Dead })) return;
        }
    }

    private static long Memory()
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
