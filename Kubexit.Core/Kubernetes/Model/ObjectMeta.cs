using Kubexit.Configuration;

namespace Kubexit.Kubernetes;

/// <summary>
/// What Kubexit reads or writes of any object's metadata. A property that the server leaves out is <see langword="null"/>.
/// </summary>
internal sealed class ObjectMeta
{
    public string? Name { get; set; }
    public string? Namespace { get; set; }
    public string? Uid { get; set; }
    public string? ResourceVersion { get; set; }
    public long? Generation { get; set; }
    public DateTimeOffset? CreationTimestamp { get; set; }
    public DateTimeOffset? DeletionTimestamp { get; set; }
    public Dictionary<string, string>? Labels { get; set; }
    public Dictionary<string, string>? Annotations { get; set; }
    public List<OwnerReference>? OwnerReferences { get; set; }
}

/// <summary>The object that another one belongs to, for example the DaemonSet of a pod.</summary>
internal sealed class OwnerReference
{
    public string? ApiVersion { get; set; }
    public string? Kind { get; set; }
    public string? Name { get; set; }
    public string? Uid { get; set; }
    public bool? Controller { get; set; }
}

/// <summary>A list of objects; its resource version is where a watch goes on.</summary>
internal sealed class ObjectList<T>
{
    public ObjectMeta? Metadata { get; set; }

    /// <summary>The objects; <see langword="null"/> is how Go writes an empty list.</summary>
    public List<T>? Items { get; set; }
}

/// <summary>What every object has: enough to follow its life without reading the rest.</summary>
internal sealed class AnyObject
{
    public string? ApiVersion { get; set; }
    public string? Kind { get; set; }
    public ObjectMeta? Metadata { get; set; }
}
