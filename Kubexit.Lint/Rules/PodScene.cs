using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>A pod with what the rules ask about it, found out once.</summary>
internal sealed class PodScene
{
    public PodScene(PodSpec pod, LintInput input)
    {
        (Pod, Input) = (pod, input);
        Members = [.. pod.Containers.Where(container => container.IsMember)];
        Relations = [.. Members.SelectMany(RelationsOf)];
    }

    public PodSpec Pod { get; }

    public LintInput Input { get; }

    /// <summary>The containers that read <c>KUBEXIT_*</c>.</summary>
    public IReadOnlyList<Container> Members { get; }

    public IReadOnlyList<Relation> Relations { get; }

    /// <summary>Whether a member's name is one that the manifest does not tell: then nobody knows which names there are.</summary>
    public bool HasUnknownNames => Members.Any(member => member.Settings!.Name is null && member.Settings.IsUnknown("KUBEXIT_NAME"));

    /// <summary>Those that know others, or are known by others, through files in the graveyard.</summary>
    public IReadOnlyList<Container> GraveyardUsers => field ??=
    [
        .. Members.Where(member =>
            Relations.Any(relation => relation is { IsInGraveyard: true, To.Count: > 0 }
            && (ReferenceEquals(relation.From, member) || relation.To.Contains(member)))),
    ];

    /// <summary>Whether the first has ended before the second is started.</summary>
    public bool EndsBefore(Container first, Container second) => first.Role == ContainerRole.Init && IndexOf(first) < IndexOf(second);

    /// <summary>The place in the order of the kubelet.</summary>
    public int IndexOf(Container container)
    {
        for (var i = 0; i < Pod.Containers.Count; i++)
        {
            if (ReferenceEquals(Pod.Containers[i], container)) return i;
        }

        return -1;
    }

    private IEnumerable<Relation> RelationsOf(Container from)
    {
        var settings = from.Settings!;
        foreach (var birth in settings.Births)
        {
            var isByApi = birth.Condition == BirthCondition.Ready && settings.Options.ReadsBirthsFromKubernetes
                && !ObjectName.IsMeantBy(birth.Name);
            var isMaybe = !isByApi && birth.Condition == BirthCondition.Ready && MayBeByApi(settings);
            yield return new(from, RelationKind.Birth, birth.Name, birth.ToString(), birth.IsOptional)
            {
                Birth = birth.Condition,
                IsByApi = isByApi,
                IsMaybeByApi = isMaybe,
                To = isByApi ? Named(birth.Name) : isMaybe ? [.. Claiming(birth.Name).Union(Named(birth.Name))] : Claiming(birth.Name),
            };
        }

        foreach (var death in settings.Deaths)
            yield return new(from, RelationKind.Death, death.Name, death.ToString(), death.IsOptional)
            {
                Death = death.Condition,
                To = Claiming(death.Name)
            };
        foreach (var outlive in settings.Outlives)
            yield return new(from, RelationKind.Outlive, outlive, outlive, settings.MayBeAbsent(outlive)) { To = Claiming(outlive) };
    }

    /// <summary>Where the manifest does not tell whether the API server is asked.</summary>
    private static bool MayBeByApi(KubexitSettings settings) => settings.Options.BirthSource switch
    {
        BirthSource.Auto => settings.IsUnknown("KUBEXIT_BIRTH_SOURCE")
            || (settings.IsUnknown("KUBEXIT_POD_NAME") && string.IsNullOrEmpty(settings.Options.PodName))
            || (settings.IsUnknown("KUBEXIT_NAMESPACE") && string.IsNullOrEmpty(settings.Options.Namespace)),
        BirthSource.Graveyard or BirthSource.Kubernetes => false,
    };

    private Container[] Claiming(string name) => [.. Members.Where(member => member.Settings!.Name == name)];

    private Container[] Named(string name) => [.. Pod.Containers.Where(container => container.Name == name)];
}
