using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules;

/// <summary>Finds containers that need each other in a circle.</summary>
internal static class Circles
{
    /// <param name="scene">The pod.</param>
    /// <param name="counts">Whether a relation is followed, given whether the end of the container that has it is needed, or only its
    /// birth.</param>
    /// <returns>Each circle once, as the entries that make it.</returns>
    public static List<List<Relation>> In(PodScene scene, Func<Relation, bool, bool> counts)
    {
        var found = new List<List<Relation>>();
        var done = new HashSet<(int Index, bool IsEndNeeded)>();
        foreach (var member in scene.Members) Follow(member, []);
        return found;

        void Follow(Container at, List<Relation> path)
        {
            var start = path.FindIndex(relation => ReferenceEquals(relation.From, at));
            if (start >= 0)
            {
                var circle = path[start..];
                if (!found.Exists(other => other.Count == circle.Count && circle.TrueForAll(other.Contains))) found.Add(circle);
                return;
            }

            var isEndNeeded = path is [.., { NeedsEnd: true }];
            if (!done.Add((scene.IndexOf(at), isEndNeeded))) return;
            foreach (var relation in scene.Relations.Where(relation => ReferenceEquals(relation.From, at) && counts(relation, isEndNeeded)))
            {
                foreach (var to in relation.To) Follow(to, [.. path, relation]);
            }
        }
    }

    /// <summary>For a person.</summary>
    public static string Text(IReadOnlyList<Relation> circle) =>
        string.Join(", ", circle.Select(relation => $"'{relation.From.Name}' {relation.Verb} '{relation.Text}'"));
}
