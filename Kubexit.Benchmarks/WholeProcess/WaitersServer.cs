using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// The stand-in server of <see cref="WaitersVerb"/>, a process of its own: it has its own descriptors, and its memory is in nobody else's
/// numbers. It prints where it is, then answers each line of its stdin and ends with it.
/// </summary>
internal static class WaitersServer
{
    private const string Running = """{"status":{"startTime":"2026-11-27T03:03:07Z","active":1}}""";
    private const string Complete = """
        {"status":{"startTime":"2026-11-27T03:03:07Z","succeeded":1,"conditions":[{"type":"Complete","status":"True"}]}}
        """;

    public static int Run()
    {
        RunAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync()
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        var job = ResourcePath.Parse("/apis/batch/v1/namespaces/demo/jobs/migrate")!;
        server.Store.Put(job, JsonNode.Parse(Running)!.AsObject());
        Console.WriteLine($"{server.Address.Host} {server.Address.Port} {account.Path}");
        while (Console.ReadLine() is { } line)
        {
            if (line == "succeed") server.Store.Put(job, JsonNode.Parse(Complete)!.AsObject());
            Console.WriteLine($"{server.OpenWatches} {server.RequestCount} {server.Connections}");
        }
    }
}
