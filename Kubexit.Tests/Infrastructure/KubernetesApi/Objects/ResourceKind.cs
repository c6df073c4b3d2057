using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One type of object that the API server serves, and in what it differs from the others.</summary>
internal sealed record ResourceKind(string Group, string Version, string Resource, string Name)
{
    private static readonly string[] Always = ["metadata.name", "metadata.namespace"];

    public bool IsNamespaced { get; init; } = true;

    /// <summary>Whether a change of what is wanted is counted in <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether the status can only be written at <c>/status</c>.</summary>
    public bool HasStatus { get; init; }

    /// <summary>What can be selected by besides name and namespace.</summary>
    public string[] Fields { get; init; } = [];

    /// <summary>The server's words about a field that cannot be selected by; its name goes where <c>{0}</c> is.</summary>
    public string UnknownField { get; init; } = "\"{0}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";

    /// <summary>Whether DELETE answers with the object; otherwise it is a Status.</summary>
    public bool DeleteAnswersWithObject { get; init; }

    /// <summary>Whether somebody ends the object before it goes: a pod's containers.</summary>
    public bool IsDeletedGracefully { get; init; }

    /// <summary>What a new object's status is before any controller has looked at it.</summary>
    public string? NewStatus { get; init; }

    /// <summary>What a bookmark has beside its version: the parts that Go never leaves out.</summary>
    public string? BookmarkRest { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As errors name it: <c>jobs.batch</c>.</summary>
    public string QualifiedResource => Qualified(Resource);

    /// <summary>As conflicts of preconditions name it: <c>Job.batch</c>.</summary>
    public string QualifiedName => Qualified(Name);

    public bool CanSelectBy(string field) => Always.Contains(field) || Fields.Contains(field);

    public JsonObject Bookmark(long version, bool endsInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = $"{version}" };
        if (endsInitialEvents) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var bookmark = new JsonObject { ["kind"] = Name, ["apiVersion"] = ApiVersion, ["metadata"] = metadata };
        if (BookmarkRest is null) return bookmark;
        foreach (var (key, value) in JsonNode.Parse(BookmarkRest)!.AsObject()) bookmark[key] = value?.DeepClone();
        return bookmark;
    }

    private string Qualified(string name) => Group.Length == 0 ? name : $"{name}.{Group}";
}
