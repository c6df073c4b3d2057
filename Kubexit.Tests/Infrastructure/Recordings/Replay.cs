using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Recordings;

/// <summary>One recording, played on a stand-in API server to the product's own clients over TLS.</summary>
internal sealed class Replay : IAsyncDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _followers = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TextWriter _output;
    private readonly double _speed;
    private readonly StandInApiServer _server;
    private readonly ServiceAccountFolder _account;
    private readonly KubernetesApiClient _client;

    private Replay(StandInApiServer server, double speed, TextWriter output)
    {
        (_server, _speed, _output) = (server, speed, output);
        _account = new ServiceAccountFolder(server);
        _client = new KubernetesApiClient(_account.Load());
    }

    /// <summary>Plays it to its end, and a moment longer.</summary>
    public static async Task RunAsync(Recording recording, double speed, TextWriter output)
    {
        await using var replay = new Replay(await StandInApiServer.StartAsync(), speed, output);
        replay.Say($"{recording.Name}: {recording.Lines.Count} lines, {recording.Lines.OfType<RecordedEvent>().Count()} events");
        foreach (var line in recording.Lines) await replay.PlayAsync(line);
        await Task.WhenAny(Task.WhenAll(replay._followers.Values), Task.Delay(TimeSpan.FromSeconds(1)));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_followers.Values);
        _client.Dispose();
        _account.Dispose();
        await _server.DisposeAsync();
        _end.Dispose();
    }

    private async Task PlayAsync(RecordedLine line)
    {
        var wait = TimeSpan.FromSeconds(line.At / _speed) - _clock.Elapsed;
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
        switch (line)
        {
            case RecordedEvent { Type: "ERROR" or "BOOKMARK" } other:
                Say($"{other.Type} {Understood(other.Object)}");
                break;
            case RecordedEvent happened:
                await WriteAsync(happened);
                break;
            case RecordedExchange { Status: >= 400 } refused:
                var words = Understood(refused.Body, refused.Status, (string?)refused.Headers?["Retry-After"]);
                Say($"{refused.Verb} {refused.Path} -> {refused.Status}: {words}");
                break;
            case RecordedNote note when note.Json["note"] is { } text:
                Say($"# {text}");
                break;
        }
    }

    private async Task WriteAsync(RecordedEvent happened)
    {
        var value = happened.Object;
        if (ResourceKinds.OfObject((string?)value["apiVersion"], (string?)value["kind"]) is not { } kind)
        {
            Say($"{happened.Type} {value["kind"]}: a kind that the stand-in does not serve");
            return;
        }
        var path = ResourcePath.Of(kind, (string?)value["metadata"]!["namespace"], (string?)value["metadata"]!["name"]);
        if (happened.Type == "DELETED")
        {
            _server.Store.Delete(path);
            return;
        }
        if (_server.Store.Find(path) is { } found && found.Uid != (string?)value["metadata"]!["uid"]) _server.Store.Delete(path);
        _server.Store.Put(path, value);
        if (kind == ResourceKinds.Pod) SayOfAgent(value);
        if (!_followers.ContainsKey(path.ToString()))
        {
            _followers[path.ToString()] = kind == ResourceKinds.Pod ? FollowPodAsync(path, value) : FollowAsync(path);
            await Task.Yield();
        }
    }

    private async Task FollowPodAsync(ResourcePath path, JsonObject pod)
    {
        var names = ((JsonNode?[])[pod["spec"]?["initContainers"], pod["spec"]?["containers"]]).SelectMany(list => list as JsonArray ?? [])
            .Select(container => (string)container!["name"]!);
        var source = new PodReadinessSource(new Lazy<KubernetesApiClient>(_client), path.Namespace!, path.Name!);
        try
        {
            var changes = source.WatchAsync([.. names.Select(name => new BirthDependency(name))], _end.Token);
            await foreach (var change in changes) Say($"pod/{path.Name}: {Words(change)}");
            Say($"pod/{path.Name}: nothing more to wait for");
        }
        catch (OperationCanceledException)
        {
            Say($"pod/{path.Name}: still waiting at the end");
        }
    }

    private static string Words(ReadinessChange change) => change switch
    {
        ReadinessChange.IsReady(var name) => $"'{name}' is ready",
        ReadinessChange.IsAbsent(var name) => $"'{name}' is absent",
        ReadinessChange.IsImpossible(_, var reason) => $"will never be ready: {reason}",
        ReadinessChange.IsDelayed(var reason) => $"not yet: {reason}",
        _ => $"{change}",
    };

    private async Task FollowAsync(ResourcePath path)
    {
        var kind = path.Kind!;
        var place = path.Namespace is { } ns ? $"namespaces/{ns}/" : "";
        var list = $"{path.Api}/{place}{path.Resource}?fieldSelector=metadata.name%3D{path.Name}";
        try
        {
            var events = _client.WatchAsync(list, "0", TimeSpan.FromHours(1), KubernetesJson.Default.AnyObject, _end.Token);
            await foreach (var (type, value) in events)
                Say($"{kind.Name}/{value.Metadata?.Name}: {type}, version {value.Metadata?.ResourceVersion}");
        }
        catch (OperationCanceledException)
        {
            // The end of the recording.
        }
    }

    private void SayOfAgent(JsonObject json)
    {
        var pod = DrainPod.From(json.Deserialize(KubernetesJson.Default.Pod)!);
        var rules = new DrainRules(new DrainOptions());
        var fate = rules.SkipReason(pod) is { } reason ? $"left alone: {reason}" : pod.DeletingUntil is { } until
            ? $"is being deleted until {until:HH:mm:ss}" : $"removed, grace {pod.Grace.TotalSeconds:0} s";
        var said = $"pod/{pod.Name}: for the node agent {fate}";
        if (_last.GetValueOrDefault(pod.Uid) == said) return;
        _last[pod.Uid] = said;
        Say(said);
    }

    private readonly Dictionary<string, string> _last = [];

    private static string Understood(JsonNode? body, int? code = null, string? retryAfter = null)
    {
        var status = body is JsonObject json ? json.Deserialize(KubernetesJson.Default.Status)
            : new Status { Message = ((string?)body)?.Trim() };
        if (code is null && status?.Code is null) return $"version {body?["metadata"]?["resourceVersion"]}";
        var failure = KubernetesApiException.FromStatus(status, (HttpStatusCode?)code, retryAfter is null ? null
            : TimeSpan.FromSeconds(double.Parse(retryAfter, CultureInfo.InvariantCulture)));
        var again = failure.RetryAfter is { } wait ? $", again after {wait.TotalSeconds} s" : "";
        return $"{failure.Message} ({(failure.IsTransient ? "may pass" : "will not pass")}{again}; an eviction: {Refusals.Of(failure)})";
    }

    private void Say(string text)
    {
        lock (_gate)
            _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds * _speed,8:0.000}  {text}"));
    }
}
