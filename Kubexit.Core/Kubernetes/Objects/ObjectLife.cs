using Kubexit.Dependencies;

namespace Kubexit.Kubernetes.Objects;

/// <summary>Keeps what was last seen under one name, and turns what is heard of it into looks.</summary>
/// <param name="name">The dependency's name.</param>
/// <param name="resource">Its kind.</param>
internal sealed class ObjectLife(string name, ObjectResource resource)
{
    private readonly Dictionary<string, ClusterObject> _slices = [];
    private ObjectLook? _last;

    public ObjectLook Note(FollowNews<ClusterObject> news) => _last = resource.Look is { } look ? One(look, news) : Slices(news);

    private ObjectLook One(Func<string, ClusterObject, ObjectLook> look, FollowNews<ClusterObject> news) => news switch
    {
        FollowNews<ClusterObject>.Listed { Items: [var only, ..] } => look(name, only),
        FollowNews<ClusterObject>.Listed => Gone(_last),
        FollowNews<ClusterObject>.Changed(var now) => look(name, now),

        // Its last state comes with the news, and it may be an end that was not told by itself.
        FollowNews<ClusterObject>.Removed(var last) => Gone(look(name, last)),
        _ => throw new ArgumentOutOfRangeException(nameof(news)),
    };

    private ObjectLook Gone(ObjectLook? last) => last is null or { Vitality: Vitality.Absent } ? ObjectLook.Absent(name) : last.Deleted();

    private ObjectLook Slices(FollowNews<ClusterObject> news)
    {
        switch (news)
        {
            case FollowNews<ClusterObject>.Listed(var items):
                _slices.Clear();
                foreach (var slice in items) _slices[Key(slice)] = slice;
                break;
            case FollowNews<ClusterObject>.Changed(var slice):
                _slices[Key(slice)] = slice;
                break;
            case FollowNews<ClusterObject>.Removed(var slice):
                _slices.Remove(Key(slice));
                break;
        }

        return ServiceState.Look(name, _slices.Values);
    }

    private static string Key(ClusterObject slice) => slice.Metadata?.Name ?? "";
}
