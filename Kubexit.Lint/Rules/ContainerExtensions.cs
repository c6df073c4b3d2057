using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>What rules ask of a container.</summary>
internal static class ContainerExtensions
{
    /// <summary>Where the value of a variable is; where the container is named when it has none.</summary>
    public static SourceSpan SpanOf(this Container container, string variable) =>
        container.Environment.TryGetValue(variable, out var found) ? found.Span : container.Span;

    /// <summary>Where a field of the container is; where it is named when it has none.</summary>
    public static SourceSpan SpanOfField(this Container container, string field) =>
        container.Node.Pair(field) is { } pair ? SourceSpan.Of(container.Span.File, pair.Key) : container.Span;

    /// <summary>The mount that a path lies in; <see langword="null"/> when it is the image's.</summary>
    public static VolumeMount? MountOf(this Container container, string path)
    {
        VolumeMount? deepest = null;
        foreach (var mount in container.Mounts)
        {
            if (IsIn(path, mount.Path) && (deepest is null || mount.Path.Length > deepest.Path.Length)) deepest = mount;
        }

        return deepest;
    }

    private static bool IsIn(string path, string folder) =>
        path == folder || folder == "/" || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
