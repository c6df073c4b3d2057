using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One object as it was at one version. It never changes, so any number of watches may read it.</summary>
internal sealed class StoredObject
{
    private readonly JsonElement _root;
    private Dictionary<string, string>? _labels;

    private StoredObject(ResourcePath path, JsonElement root, long version)
    {
        (Path, _root, Version) = (path, root, version);
        var metadata = root.GetProperty("metadata");
        Uid = metadata.GetProperty("uid").GetString()!;
        IsBeingDeleted = metadata.TryGetProperty("deletionTimestamp", out _);
        HasFinalizers = metadata.TryGetProperty("finalizers", out var finalizers) && finalizers.ValueKind == JsonValueKind.Array
            && finalizers.GetArrayLength() > 0;
    }

    public ResourcePath Path { get; }

    public ResourceKind Kind => Path.Kind!;

    public long Version { get; }

    public string Uid { get; }

    public bool IsBeingDeleted { get; }

    public bool HasFinalizers { get; }

    public JsonElement Json => _root;

    /// <summary>Zero where a kind does not count it.</summary>
    public long Generation => Find("metadata.generation")?.GetInt64() ?? 0;

    public IReadOnlyDictionary<string, string> Labels => _labels ??= Find("metadata.labels") is { ValueKind: JsonValueKind.Object } labels
        ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "")
        : [];

    /// <summary>Takes the object's JSON as it is and gives it its version.</summary>
    public static StoredObject From(ResourcePath path, JsonObject json, long version)
    {
        json["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new(path, JsonSerializer.SerializeToElement(json), version);
    }

    /// <summary>The same content at another version, as a watch tells of an object that leaves it.</summary>
    public StoredObject At(long version) => From(Path, Copy(), version);

    /// <summary>The object to be changed by whoever asks.</summary>
    public JsonObject Copy() => JsonObject.Create(_root)!;

    /// <summary>Whether it differs in nothing but the version.</summary>
    public bool IsSameAs(StoredObject other) =>
        AreSame(_root, other._root, "metadata")
        && AreSame(_root.GetProperty("metadata"), other._root.GetProperty("metadata"), "resourceVersion");

    private static bool AreSame(JsonElement one, JsonElement other, string except)
    {
        if (one.GetPropertyCount() != other.GetPropertyCount()) return false;
        foreach (var property in one.EnumerateObject())
        {
            if (property.Name == except) continue;
            if (!other.TryGetProperty(property.Name, out var value) || !JsonElement.DeepEquals(property.Value, value)) return false;
        }
        return true;
    }

    /// <summary>What a dotted path leads to; <see langword="null"/> when there is nothing.</summary>
    public JsonElement? Find(string field)
    {
        var found = _root;
        foreach (var name in field.Split('.'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return null;
        }
        return found;
    }

    public string? Text(string field) => Find(field) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Null } or null => null,
        { } other => other.GetRawText(),
    };

    public override string ToString() => $"{Path.Resource} {Path.Namespace}/{Path.Name} at {Version}";
}
