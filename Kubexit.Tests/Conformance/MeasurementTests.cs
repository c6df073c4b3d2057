using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.NodeAgent;

namespace Kubexit.Tests.Conformance;

/// <summary>What the recordings measured: the kubelet model at its full pace, in virtual time, is about as slow, and as stubborn.</summary>
public sealed class MeasurementTests
{
    private readonly VirtualTime _time = new();
    private readonly ApiServer _server;
    private readonly StandInNode _node;

    public MeasurementTests()
    {
        _server = new ApiServer(_time);
        _node = new StandInNode(_server, KubeletPace.Measured);
    }

    public static TheoryData<string> HowManyAtOnce() => ["delete", "evict", "quick", "five", "single"];

    [Theory]
    [MemberData(nameof(HowManyAtOnce))]
    public void MassTermination_ManyAtOnce_TakesAboutAsLong(string how)
    {
        var measured = Read("pod/mass-termination").First(json => (string?)json["how"] == how);
        var (count, grace) = ((int)measured["pods"]!, (int)measured["grace"]!);
        var pods = Enumerable.Range(0, count)
            .Select(i => _node.Add(
            new StandInPod($"p{i}", "rec") { Grace = grace, StopTime = how == "quick" ? Seconds(0.2) : Seconds(3600) })).ToList();
        var started = _time.Now;
        _time.Run(async () =>
        {
            foreach (var pod in pods) Assert.InRange((await RemoveAsync(pod, grace, how == "evict")).Status, 200, 201);
            await Task.Delay(Seconds(60), _time);
        });
        var gone = pods.Select(pod => (pod.Truth.GoneAt!.Value - started).TotalSeconds).Order().ToList();
        var real = measured["gone"]!.AsArray().Select(seconds => (double)seconds!).ToList();
        Assert.InRange(gone[count / 2], real[count / 2] * 0.8, real[count / 2] * 1.2);
        Assert.InRange(gone[0], real[0] * 0.75, real[0] * 1.25);
        Assert.InRange(gone[^1], real[^1] * 0.8, real[^1] * 1.2);
        // Their processes had ended long before.
        Assert.All(pods, pod => Assert.True((pod.Truth.EndedAt!.Value - started).TotalSeconds <= (how == "quick" ? 0.3 : grace + 0.1)));
    }

    [Fact]
    public void DeleteShortened_SecondGraceIsShorter_TheFirstRunsToItsEnd()
    {
        foreach (var line in Read("eviction/delete-shortened").Where(json => json["firstGrace"] is not null))
        {
            var ignores = ((string)line["pod"]!).StartsWith("ignores", StringComparison.Ordinal);
            var pod = _node.Add(
                new StandInPod($"p{(double)line["at"]!}".Replace('.', '-'), "rec") { StopTime = ignores ? Seconds(3600) : Seconds(4.2) });
            var started = _time.Now;
            var seen = new List<string>();
            _time.Run(async () =>
            {
                using var watch = new WatchFeed(_server.Store, ResourceSelector.All(pod.Path with { Name = null }),
                    new WatchOptions { Version = _server.Store.Version });
                await RemoveAsync(pod, (int)line["firstGrace"]!, isEviction: false);
                await Task.Delay(Seconds((double)line["secondDeleteAfter"]!), _time);
                await RemoveAsync(pod, (int)line["secondGrace"]!, isEviction: false);
                await Task.Delay(Seconds(60), _time);
                while (watch.Items.TryRead(out var item)) seen.Add(Shown(item));
            });
            Assert.Equal((double)line["goneAfterFirst"]!, (pod.Truth.GoneAt!.Value - started).TotalSeconds, 1.2);
            Assert.Equal(Distinct(line["events"]!.AsArray().Select(Shown)), Distinct(seen));
        }
    }

    [Fact]
    public void DeleteForced_GraceZero_ObjectGoesAndTheProcessLivesOn()
    {
        foreach (var line in Read("eviction/delete-forced").Where(json => json.ContainsKey("firstGrace")))
        {
            var first = (int?)line["firstGrace"];
            var pod = _node.Add(new StandInPod($"forced-{first}", "rec") { StopTime = Seconds(3600) });
            var forced = default(DateTimeOffset);
            _time.Run(async () =>
            {
                if (first is { } grace)
                {
                    await RemoveAsync(pod, grace, isEviction: false);
                    await Task.Delay(Seconds(1), _time);
                }
                forced = _time.Now;
                await RemoveAsync(pod, 0, isEviction: false);
                Assert.Equal(404, (await _server.AnswerAsync(ApiRequest.Of("GET", $"/api/v1/namespaces/rec/pods/{pod.Name}"), default))
                    .Status);
                await Task.Delay(Seconds(60), _time);
            });
            Assert.Equal((double)line["processEndedSecondsAfterForcedDelete"]!, (pod.Truth.EndedAt!.Value - forced).TotalSeconds, 0.5);
        }
    }

    [Fact]
    public void FlowControl_MoreThanItCanQueue_RefusesAfterFifteenSecondsInPlainText()
    {
        var recorded = Read("watch/flow-control-429").First(json => json["status"] is not null);
        _server.FlowControl.RequestsPerSecond = 12.5;
        var replies = new List<ApiReply>();
        _time.Run(async () =>
        {
            var started = _time.Now;
            var all = Enumerable.Range(0, 400).Select(_ => _server.AnswerAsync(ApiRequest.Of("GET", "/api/v1/pods"), default)).ToList();
            while (all.Exists(task => !task.IsCompleted)) await Task.Delay(Seconds(1), _time);
            replies.AddRange(all.Select(task => task.Result));
            Assert.InRange((_time.Now - started).TotalSeconds, 15, 16.1);
        });
        var refused = replies.Where(reply => reply.Status == 429).ToList();
        Assert.InRange(refused.Count, 190, 210);
        Assert.All(refused, reply => Assert.Equal(
            ((string?)recorded["body"], (string?)recorded["headers"]!["Content-Type"], (string?)recorded["headers"]!["Retry-After"]),
                (reply.Text, reply.ContentType, $"{reply.RetryAfter}")));
    }

    private Task<ApiReply> RemoveAsync(StandInPod pod, int grace, bool isEviction)
    {
        var path = $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}";
        var options = new JsonObject { ["gracePeriodSeconds"] = grace };
        return _server.AnswerAsync(
            isEviction
                ? ApiRequest.Of("POST", path + "/eviction",
                    new JsonObject { ["metadata"] = new JsonObject { ["name"] = pod.Name }, ["deleteOptions"] = options })
                : ApiRequest.Of("DELETE", path, options),
            default);
    }

    private static string Shown(WatchItem item)
    {
        var (metadata, status) = (item.Object.GetProperty("metadata"), item.Object.GetProperty("status"));
        var grace = metadata.TryGetProperty("deletionGracePeriodSeconds", out var seconds) ? $"{seconds.GetInt64()}" : "";
        return $"{item.Type} {grace} {status.GetProperty("phase").GetString()} {status.GetProperty("observedGeneration").GetInt64()}";
    }

    private static string Shown(JsonNode? recorded) => $"{recorded![1]} {recorded[2]} {recorded[3]} {recorded[4]}";

    // Events that change nothing visible are chance.
    private static List<string> Distinct(IEnumerable<string> shown)
    {
        var distinct = new List<string>();
        foreach (var line in shown.Where(line => !line.StartsWith("ADDED", StringComparison.Ordinal)))
        {
            if (distinct.Count == 0 || distinct[^1] != line) distinct.Add(line);
        }
        return distinct;
    }

    private static List<JsonObject> Read(string name) =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "Kubexit.Tests", "Recordings", name + ".jsonl"))
            .Select(line => JsonNode.Parse(line)!.AsObject())];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
