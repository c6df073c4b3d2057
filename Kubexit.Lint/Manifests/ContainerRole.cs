namespace Kubexit.Lint.Manifests;

/// <summary>When a container of a pod runs.</summary>
internal enum ContainerRole
{
    /// <summary>Runs to its end before the next one starts, before every ordinary container.</summary>
    Init,

    /// <summary>
    /// An init container with <c>restartPolicy: Always</c>: the next one starts when it has started, and the kubelet stops it last.
    /// </summary>
    NativeSidecar,

    /// <summary>One of <c>containers</c>, or a service of a Compose file.</summary>
    Ordinary,
}
