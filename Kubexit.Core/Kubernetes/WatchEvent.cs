namespace Kubexit.Kubernetes;

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after it happened; of a bookmark, only its resource version is present.</param>
internal readonly record struct WatchEvent<T>(WatchEventType Type, T Object);

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to this resource version.</summary>
    Bookmark,
}
