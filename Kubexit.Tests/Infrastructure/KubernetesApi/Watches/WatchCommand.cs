namespace Kubexit.Tests.KubernetesApi;

/// <summary>What a test does to an open watch.</summary>
internal enum WatchCommand
{
    /// <summary>Tells the version up to which nothing has happened.</summary>
    Bookmark,

    /// <summary>The agreed end.</summary>
    End,

    /// <summary>The connection is lost.</summary>
    Cut,

    /// <summary>The connection is lost in the middle of a line.</summary>
    CutWithinLine,

    /// <summary>An ERROR event: the version is too old. Then the end.</summary>
    Expire,
}
