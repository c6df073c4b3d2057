using System.Runtime.CompilerServices;
using Kubexit.Dependencies;
using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes.Objects;

/// <summary>Follows objects of one cluster: two requests an object, a LIST and a WATCH, all by one client.</summary>
/// <param name="client">Made when the first object is followed.</param>
/// <param name="role">What is printed when the rights are missing.</param>
/// <param name="ownNamespace">The namespace of names without one.</param>
/// <param name="logger">Receives retries at debug level.</param>
/// <param name="time">The clock of every delay; the system's by default.</param>
internal sealed class ObjectSource(
    Lazy<KubernetesApiClient> client, ObjectRole role, string ownNamespace, ILogger logger, TimeProvider? time = null) : IObjectSource
{
    /// <summary>Pods of one Deployment start at once, and each would ask in the same instant.</summary>
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMilliseconds(200);

    /// <summary>Somebody may grant the rights to a process that runs without them, but not every second.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly TimeSpan _spread = LongestSpread * Random.Shared.NextDouble();

    /// <summary>Whether the client goes with the source. Default <see langword="true"/>.</summary>
    public bool OwnsClient { get; init; } = true;

    public async IAsyncEnumerable<ObjectNews> FollowAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parsed = ObjectName.Parse(name).Value ?? throw new ArgumentException("It is not the name of an object.", nameof(name));
        var resource = ObjectResource.Of(parsed.Kind);
        var path = resource.PathOf(parsed.Namespace ?? ownNamespace, parsed.Name);
        var types = (KubernetesJson.Default.ClusterObject, KubernetesJson.Default.ClusterObjectList);
        var (life, failures) = (new ObjectLife(name, resource), new FailureJudge(role.Describe));
        ObjectNews? last = null;
        await Task.Delay(_spread, _time, cancellationToken).ConfigureAwait(false);
        var follower = new Follower<ClusterObject>(client.Value, path, types, name, logger, _time);
        await foreach (var heard in follower.FollowAsync(cancellationToken).ConfigureAwait(false))
        {
            var news = Judge(heard, life, failures);

            // The tenth refused connection in a row is no news, nor is a change that changes nothing.
            if (news != last) yield return news;
            last = news;
            if (news is ObjectNews.Refused) await Task.Delay(AfterRefusal, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        if (OwnsClient && client.IsValueCreated) client.Value.Dispose();
    }

    private static ObjectNews Judge(FollowNews<ClusterObject> heard, ObjectLife life, FailureJudge failures)
    {
        if (heard is FollowNews<ClusterObject>.Failed(var failure))
        {
            var (reason, isFinal) = failures.Judge(failure);
            return isFinal ? new ObjectNews.Refused(reason) : new ObjectNews.Delayed(reason);
        }

        failures.Heard();
        return new ObjectNews.Seen(life.Note(heard));
    }
}
