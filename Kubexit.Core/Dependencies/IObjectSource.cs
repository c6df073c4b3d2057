namespace Kubexit.Dependencies;

/// <summary>Follows objects of a cluster. Disposing it closes the connections.</summary>
internal interface IObjectSource : IDisposable
{
    /// <summary>Follows one object until that is cancelled.</summary>
    /// <param name="name">The dependency's name, which is a valid <see cref="ObjectName"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<ObjectNews> FollowAsync(string name, CancellationToken cancellationToken);
}
