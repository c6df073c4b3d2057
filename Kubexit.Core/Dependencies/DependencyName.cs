using Kubexit.Graveyards;

namespace Kubexit.Dependencies;

/// <summary>
/// What may be the name of a dependency: that of a tombstone, or with a slash that of an object, or of a thing of an application's own
/// kind.
/// </summary>
internal static class DependencyName
{
    /// <summary>Says what is wrong with a name, as <c>cause. What to do</c>; <see langword="null"/> when nothing is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="allowsOwnKinds">Whether somebody may know kinds that we do not.</param>
    public static string? ProblemWith(string? name, bool allowsOwnKinds)
    {
        // A name that looks like a path is a mistake about the graveyard.
        if (!ObjectName.IsMeantBy(name) || name![0] is '/' or '.') return TombstoneName.ProblemWith(name);
        if (name[^1] == '/') return "the name after '/' is missing. Write KIND/NAME";
        if (name.Any(char.IsControl)) return "it contains a control character. Remove it";
        return allowsOwnKinds && !ObjectName.IsOfKnownKind(name) ? null : ObjectName.Parse(name).Problem;
    }
}
