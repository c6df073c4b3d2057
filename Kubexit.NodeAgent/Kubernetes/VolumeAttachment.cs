namespace Kubexit.NodeAgent;

/// <summary>A volume on a node, storage.k8s.io/v1. It goes when the volume is detached.</summary>
internal sealed class VolumeAttachment
{
    public VolumeAttachmentSpec? Spec { get; set; }
}

internal sealed class VolumeAttachmentSpec
{
    public string? NodeName { get; set; }
}
