using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.NodeAgent;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>Asks the stand-in what was asked in a recording, at the same times, in virtual time, and keeps what it says.</summary>
internal sealed class ConformanceRun
{
    private readonly VirtualTime _time = new();
    private readonly Recording _recording;
    private readonly Scene _scene;
    private readonly List<Task> _open = [];

    public ConformanceRun(Recording recording, Scene scene)
    {
        (_recording, _scene) = (recording, scene);
        Server = new ApiServer(_time);
        Server.Store.KnowsItsNamespaces = true;
    }

    public ApiServer Server { get; }

    public List<(RecordedExchange Recorded, ApiReply Reply)> Replies { get; } = [];

    /// <summary>Events by stream: a stream may be opened more than once, and its lines follow each other.</summary>
    public Dictionary<string, List<(string Type, JsonObject Object)>> Events { get; } = [];

    public Dictionary<string, int> Ends { get; } = [];

    public void Run() => _time.Run(async () =>
    {
        var started = _time.Now;
        using var scene = _scene.Open(Server, _recording);
        foreach (var line in _recording.Lines)
        {
            var wait = started.AddSeconds(line.At) - _time.Now;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time);
            Play(line);
        }
        await Task.Delay(TimeSpan.FromSeconds(_scene.Longest), _time);
        foreach (var task in _open.Where(task => task.IsCompleted)) await task;
    });

    private void Play(RecordedLine line)
    {
        switch (line)
        {
            case RecordedExchange exchange when !_scene.Skips(exchange):
                _open.Add(AskAsync(exchange));
                break;
            case RecordedEvent happened when _scene.Controllers is { } controllers:
                controllers.Write(Server, happened);
                break;
            case RecordedNote note:
                _scene.Note(Server, note);
                break;
        }
    }

    private async Task AskAsync(RecordedExchange exchange)
    {
        var request = _scene.Request(exchange);
        var reply = await Server.AnswerAsync(request, CancellationToken.None);
        Replies.Add((exchange, reply));
        if (reply.Watch is not { } watch) return;
        var events = Events.TryGetValue(exchange.Watch, out var known) ? known : Events[exchange.Watch] = [];
        while (await watch.Items.WaitToReadAsync())
        {
            while (watch.Items.TryRead(out var item)) events.Add((item.Type!, JsonObject.Create(item.Object)!));
        }
        Ends[exchange.Watch] = Ends.GetValueOrDefault(exchange.Watch) + 1;
        watch.Dispose();
    }
}
