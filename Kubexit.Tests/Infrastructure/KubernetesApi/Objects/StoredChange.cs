namespace Kubexit.Tests.KubernetesApi;

/// <summary>One change of one object.</summary>
/// <param name="Version">The version of the store after it.</param>
/// <param name="Before">The object before; <see langword="null"/> when it is new.</param>
/// <param name="After">The object after; <see langword="null"/> when it is gone.</param>
internal sealed record StoredChange(long Version, StoredObject? Before, StoredObject? After)
{
    public ResourcePath Path => (After ?? Before)!.Path;

    /// <summary>What a watch with this selector tells of it: an object that begins to match is ADDED, one that stops is DELETED as it last
    /// matched.</summary>
    public (string Type, StoredObject Object)? SeenBy(ResourceSelector selector)
    {
        var was = Before is not null && selector.Matches(Before);
        var isNow = After is not null && selector.Matches(After);
        return (was, isNow) switch
        {
            (false, true) => ("ADDED", After!),
            (true, true) => ("MODIFIED", After!),
            (true, false) => ("DELETED", Before!.At(Version)),
            _ => null,
        };
    }
}
