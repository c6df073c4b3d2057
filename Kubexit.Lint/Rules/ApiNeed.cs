using Kubexit.Dependencies;
using Kubexit.Kubernetes.Objects;
using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules;

/// <summary>Something that a container asks the API server for.</summary>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Namespace">Its namespace; <see langword="null"/> when it is the pod's and that is not written.</param>
/// <param name="Name">Its name, by which a Role may narrow; <see langword="null"/> when it is not known before the pod is there, or
/// cannot narrow.</param>
/// <param name="Entry">The words that ask for it.</param>
internal sealed record ApiNeed(string Group, string Resource, string? Namespace, string? Name, string Entry)
{
    /// <summary>What <c>kubexit</c> does with every resource.</summary>
    public static readonly string[] Verbs = ["list", "watch"];

    public static List<ApiNeed> Of(PodScene scene, Container container)
    {
        var needs = new List<ApiNeed>();
        if (scene.Pod.IsCompose || container.Environment.ContainsKey("KUBECONFIG")) return needs;
        foreach (var relation in scene.Relations.Where(relation => ReferenceEquals(relation.From, container)))
        {
            var ownName = scene.Pod.Kind == "Pod" ? scene.Pod.Name : null;
            if (relation.IsByApi) needs.Add(new("", "pods", scene.Pod.Namespace, ownName, relation.Name));
            else if (relation.IsObject) Add(relation.Name);
        }

        if (container.Wrapping != Wrapping.Verb) return needs;
        string[] words = [.. container.Command ?? [], .. container.Arguments ?? []];
        for (var i = 0; i < words.Length; i++)
        {
            var entry = words[i] == "--for" && i + 1 < words.Length ? words[i + 1]
                : words[i].StartsWith("--for=", StringComparison.Ordinal) ? words[i]["--for=".Length..] : "";
            if (DependencyEntry.ParseBirth(entry) is { Problem: null, Value.Name: var name } && ObjectName.IsMeantBy(name)) Add(name);
        }

        return needs;

        void Add(string name)
        {
            if (ObjectName.Parse(name) is not { Problem: null, Value: { } parsed }) return;
            var resource = ObjectResource.Of(parsed.Kind);
            var objectName = resource.IsNamed ? parsed.Name : null;
            needs.Add(new(resource.Group, resource.Resource, parsed.Namespace ?? scene.Pod.Namespace, objectName, name));
        }
    }
}
