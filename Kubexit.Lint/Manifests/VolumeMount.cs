using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Manifests;

/// <summary>A volume in a container.</summary>
/// <param name="Volume">Its name; of a Compose service the name of the volume or the folder of the host.</param>
/// <param name="Path">Where it is mounted, cleaned.</param>
/// <param name="IsReadOnly">Whether it cannot be written.</param>
/// <param name="SubPath">The part of the volume that is mounted; <see langword="null"/> for all of it.</param>
/// <param name="Span">Where the mount is written.</param>
internal sealed record VolumeMount(string Volume, string Path, bool IsReadOnly, string? SubPath, SourceSpan Span);
