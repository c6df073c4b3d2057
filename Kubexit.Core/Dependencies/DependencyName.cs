using Kubexit.Graveyards;

namespace Kubexit.Dependencies;

/// <summary>What may be the name of a dependency: that of a tombstone, or with a slash that of an object, or of a thing of an application's own kind.</summary>
internal static class DependencyName
{
    /// <summary>Says what is wrong with a name, as <c>cause. What to do</c>; <see langword="null"/> when nothing is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="allowsOwnKinds">Whether somebody may know kinds that we do not.</param>
    public static string? ProblemWith(string? name, bool allowsOwnKinds)
    {
        if (!ObjectName.IsMeantBy(name)) return TombstoneName.ProblemWith(name);
        if (name!.StartsWith('/') || name.EndsWith('/')) return "nothing is on one side of a '/'. Write KIND/NAME";
        if (name.StartsWith('.') || name.Any(char.IsControl)) return "it begins with a dot or contains a control character. Write KIND/NAME";
        return allowsOwnKinds && !IsKindKnown(name) ? null : ObjectName.Parse(name).Problem;
    }

    private static bool IsKindKnown(string name) =>
        Enum.TryParse<ObjectKind>(name[..name.IndexOf('/')], ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(name[0]);
}
