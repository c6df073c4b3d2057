using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Graphs;

/// <summary>The order of one pod: who starts after whom, who is stopped by whose end, who outlives whom.</summary>
internal sealed class PodGraph
{
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphEdge> _edges = [];
    private readonly Dictionary<string, int> _others = [];

    public PodGraph(PodScene scene)
    {
        Scene = scene;
        Title = scene.Pod.IsCompose ? scene.Pod.Name : $"{scene.Pod.Kind} {scene.Pod.Name}";
        foreach (var container in scene.Pod.Containers) _nodes.Add(NodeOf(container));
        AddKubeletOrder();
        foreach (var relation in scene.Relations) AddRelation(relation);
        Cycles = GraphCycles.Find(_nodes, _edges);
        for (var i = 0; i < _edges.Count; i++) _edges[i] = _edges[i] with { IsInCycle = GraphCycles.IsPartOf(Cycles, _edges[i]) };
    }

    public PodScene Scene { get; }

    public string Title { get; }

    /// <summary>The containers in the order of the kubelet, then everything else that they name.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    public IReadOnlyList<GraphEdge> Edges => _edges;

    /// <summary>Who waits for each other so that none of them ever starts, as places in <see cref="Nodes"/>.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Cycles { get; }

    /// <summary>Where a name stands that no container has: an object's, or nobody's.</summary>
    public int PlaceOf(string other) => _others[other];

    /// <summary>What is wrong with a cycle, for a person.</summary>
    public string Describe(IReadOnlyList<int> cycle) => cycle is [var single]
        ? $"Never started: {_nodes[single].Name} waits for itself."
        : $"Never started: {string.Join(", ", cycle.SkipLast(1).Select(i => _nodes[i].Name))} and {_nodes[cycle[^1]].Name} wait for each "
            + "other.";

    /// <summary>The pods of an input: those with a member, or all of them when none has one.</summary>
    public static IReadOnlyList<PodGraph> Of(LintInput input)
    {
        PodScene[] scenes = [.. input.Pods.Select(pod => new PodScene(pod, input))];
        return [.. (scenes.Any(scene => scene.Members.Count > 0) ? scenes.Where(scene => scene.Members.Count > 0) : scenes).Select(
            scene => new PodGraph(scene))];
    }

    private static GraphNode NodeOf(Container container) => new(
        container.Name,
        container.Wrapping switch
        {
            Wrapping.InstallStep => "installs kubexit",
            Wrapping.Verb => "runs a verb of kubexit",
            _ => container.Role switch
            {
                ContainerRole.Init => "init container",
                ContainerRole.NativeSidecar => "native sidecar",
                ContainerRole.Ordinary => container.IsMember ? "wrapped" : "not wrapped",
            },
        },
        container.IsMember ? NodeKind.Member : NodeKind.Unwrapped,
        container.Role == ContainerRole.Ordinary ? GraphBand.Ordinary : GraphBand.Init,
        container.Role == ContainerRole.Init);

    private void AddKubeletOrder()
    {
        for (var i = 1; i < _nodes.Count && _nodes[i].Band == GraphBand.Init; i++)
        {
            var isSidecar = Scene.Pod.Containers[i - 1].Role == ContainerRole.NativeSidecar;
            _edges.Add(new(EdgeKind.Next, i - 1, i, "",
                $"{_nodes[i].Name} starts after {_nodes[i - 1].Name} has {(isSidecar ? "started" : "succeeded")}"));
        }
    }

    private void AddRelation(Relation relation)
    {
        var self = Scene.IndexOf(relation.From);
        foreach (var other in relation.To.Count == 0 ? [OtherOf(relation)] : relation.To.Select(Scene.IndexOf))
        {
            string one = _nodes[self].Name, first = _nodes[other].Name, optional = relation.IsOptional ? ", if it is there" : "",
                mark = relation.IsOptional ? "?" : "";
            _edges.Add(relation.Kind switch
            {
                RelationKind.Birth => new(
                    EdgeKind.Start, other, self, Choice.Word(relation.Birth!.Value) + mark,
                    $"{one} starts after {first} {BirthConditions.Fact(relation.Birth.Value)}{optional}"),
                RelationKind.Death => new(
                    EdgeKind.Stop, other, self, Choice.Word(relation.Death!.Value) + mark,
                    $"{one} is stopped when {first} has {Choice.Word(relation.Death.Value)}{optional}"),
                RelationKind.Outlive =>
                    new(EdgeKind.Outlive, other, self, mark, $"{one} ends after {first} when the pod is deleted{optional}"),
            });
        }
    }

    private int OtherOf(Relation relation)
    {
        if (_others.TryGetValue(relation.Name, out var place)) return place;
        _nodes.Add(relation.IsObject
            ? new(relation.Name, "object of the cluster", NodeKind.Object, GraphBand.Outside)
            : new(relation.Name, Scene.HasUnknownNames ? "not seen here" : "nobody's name", NodeKind.Unclaimed, GraphBand.Outside));
        return _others[relation.Name] = _nodes.Count - 1;
    }
}
