using System.Text.Json.Nodes;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>Service accounts with one Role each.</summary>
internal static class RightsScene
{
    private const string Namespace = "rec-rbac";

    public static Scene Create()
    {
        var rules = new Dictionary<string, AccessRule[]>();
        return new Scene
        {
            Prepare = (server, _) =>
            {
                Objects.Pod(server, Namespace, "db");
                server.Store.Change(ResourcePath.Of(ResourceKinds.Pod, Namespace, "db"), pod => pod["spec"]!["nodeName"] = "nowhere");
                Objects.Pod(server, Namespace, "other");
                server.Store.Put(
                    new("apis/discovery.k8s.io/v1", Namespace, "endpointslices", "db-8bzl5", null),
                    JsonNode.Parse("""{"metadata":{"labels":{"kubernetes.io/service-name":"db"}}}""")!.AsObject());
                server.Allows = request =>
                    rules.GetValueOrDefault(request.User) is { } own && Array.Exists(own, rule => rule.Allows(request));
            },
            AtNote = (_, note) =>
            {
                var user = $"system:serviceaccount:{Namespace}:{(string?)note.Json["as"]}";
                if (note.Json["rules"] is JsonArray given) rules[user] = [.. given.Select(rule => AccessRule.Of(rule!, Namespace))];
            },
            Before = (_, exchange) =>
            {
                if ((string?)exchange.Json["note"] == "binding deleted") rules.Remove($"system:serviceaccount:{Namespace}:revoked");
            },
        };
    }
}
