using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeTermination;

/// <summary>
/// Azure's scheduled events: header and version required, an incarnation for each change, a start request moves an event to Started.
/// </summary>
internal sealed class AzureMetadataServer : MetadataServer
{
    private readonly object _gate = new();
    private readonly List<JsonObject> _events = [];
    private int _incarnation = 1;

    public string Name { get; set; } = "aks-pool_3";

    public void Schedule(string id, string type, string notBefore, params string[] resources)
    {
        lock (_gate)
        {
            _incarnation++;
            _events.Add(new JsonObject
            {
                ["EventId"] = id,
                ["EventType"] = type,
                ["ResourceType"] = "VirtualMachine",
                ["Resources"] = new JsonArray([.. resources.Select(r => (JsonNode)r)]),
                ["EventStatus"] = "Scheduled",
                ["NotBefore"] = notBefore,
                ["Description"] = "",
                ["EventSource"] = "Platform",
                ["DurationInSeconds"] = -1,
            });
        }
    }

    public void Finish(string id)
    {
        lock (_gate)
        {
            _incarnation++;
            _events.RemoveAll(item => (string)item["EventId"]! == id);
        }
    }

    public string Status(string id)
    {
        lock (_gate) return (string)_events.Single(item => (string)item["EventId"]! == id)["EventStatus"]!;
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["Metadata"] != "true" || request.Query["api-version"].Count == 0)
        {
            context.Response.StatusCode = 400;
            return;
        }
        if (request.Path == "/metadata/instance/compute/name")
        {
            await WriteAsync(context, Name, "text/plain; charset=utf-8");
            return;
        }
        if (request.Path != "/metadata/scheduledevents")
        {
            context.Response.StatusCode = 404;
            return;
        }
        if (request.Method == "POST") Start(await JsonNode.ParseAsync(request.Body));
        string body;
        lock (_gate) body = new JsonObject
        {
            ["DocumentIncarnation"] = _incarnation,
            ["Events"] = new JsonArray([.. _events.Select(e => e.DeepClone())])
        }.ToJsonString();
        await WriteAsync(context, body, "application/json; charset=utf-8");
    }

    private void Start(JsonNode? request)
    {
        lock (_gate)
        {
            foreach (var start in request!["StartRequests"]!.AsArray())
            {
                var scheduled = _events.Single(item => (string)item["EventId"]! == (string)start!["EventId"]!);
                scheduled["EventStatus"] = "Started";
                scheduled["NotBefore"] = "";
                _incarnation++;
            }
        }
    }
}
