using Kubexit.Configuration;

namespace Kubexit.Dependencies;

/// <summary>The name of an object of the cluster: <c>KIND/NAME</c> or <c>KIND/NAMESPACE/NAME</c>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; <see langword="null"/> for that of this process's pod.</param>
/// <param name="Name">Its name there.</param>
internal sealed record ObjectName(ObjectKind Kind, string? Namespace, string Name)
{
    // What Kubernetes allows for names of objects and of namespaces.
    private const int MaxName = 253, MaxNamespace = 63;

    /// <summary>
    /// Whether the name of a dependency is that of an object, or of a kind that an application adds: no tombstone is called so.
    /// </summary>
    public static bool IsMeantBy(string? name) => name is not null && name.Contains('/');

    /// <summary>Whether it begins with a kind that we know.</summary>
    public static bool IsOfKnownKind(string name) => KindOf(name.Split('/')[0]) is not null;

    public static Parsed<ObjectName> Parse(string text)
    {
        var parts = text.Split('/');
        if (KindOf(parts[0]) is not { } kind)
            return Bad($"'{parts[0]}' is not a kind of object. Write one of {Kinds} before the slash, or a name without a slash for a "
                + "neighbour");

        var (space, name) = parts switch
        {
            [_, var only] => (null, only),
            [_, var between, var last] => (between, last),
            _ => (null, ""),
        };

        if (parts.Length is not (2 or 3)) return Bad("it has too many '/'. Write KIND/NAME or KIND/NAMESPACE/NAME");
        if (!IsName(name, MaxName)) return Bad($"'{name}' is not a valid object name. Write lower-case letters, digits, '-' and '.'");
        if (space is not null && (!IsName(space, MaxNamespace) || space.Contains('.')))
            return Bad($"'{space}' is not a valid namespace. Write lower-case letters, digits and '-'");
        return Parsed<ObjectName>.Ok(new ObjectName(kind, space, name));
    }

    private static string Kinds => string.Join(", ", Choice.Words<ObjectKind>());

    private static ObjectKind? KindOf(string word)
    {
        var index = Array.IndexOf(Choice.Words<ObjectKind>(), word);
        return index < 0 ? null : (ObjectKind)index;
    }

    private static Parsed<ObjectName> Bad(string problem) => Parsed<ObjectName>.Bad(problem);

    private static bool IsName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
