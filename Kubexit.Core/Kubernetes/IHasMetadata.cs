namespace Kubexit.Kubernetes;

/// <summary>An object of the API whose version can be followed.</summary>
internal interface IHasMetadata
{
    ObjectMeta? Metadata { get; }
}
