using Kubexit.Lint.Manifests;
using Kubexit.Lint.Rules.Checks;

namespace Kubexit.Lint.Rules;

/// <summary>All rules, and what they find.</summary>
internal static class RuleSet
{
    private static readonly Func<PodScene, IEnumerable<Finding>>[] Checks =
    [
        ConfigurationCheck.Check, NameCheck.Check, OrderCheck.Check, EndCheck.Check, GraveyardCheck.Check, InstallCheck.Check,
            TimeCheck.Check, ApiCheck.Check, SidecarCheck.Check, PodCheck.Check,
        IgnoreCheck.Check,
    ];

    /// <summary>By their ids.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        ConfigurationCheck.Error, ConfigurationCheck.Ignored,
        NameCheck.Nobody, NameCheck.NotWrapped, NameCheck.OtherName, NameCheck.Twice,
        OrderCheck.Births, OrderCheck.BirthsAndDeaths, OrderCheck.Contradiction, OrderCheck.LaterStart,
        EndCheck.EndedBefore, EndCheck.NeverEnds, EndCheck.EachOther, EndCheck.SecondLife,
        GraveyardCheck.NotMounted, GraveyardCheck.NotShared, GraveyardCheck.ReadOnly, GraveyardCheck.SubPath, GraveyardCheck.Network,
        InstallCheck.CommandMissing, InstallCheck.NotInCommand, InstallCheck.NoInstallStep, InstallCheck.NotMounted,
            InstallCheck.NotInImage, InstallCheck.BadInstallStep, InstallCheck.ImageSubPath,
        TimeCheck.Budget, TimeCheck.Outlive, TimeCheck.Birth, TimeCheck.Hook,
        ApiCheck.NoToken, ApiCheck.Unknown, ApiCheck.Missing,
        SidecarCheck.NotNeeded, SidecarCheck.FailsJob,
        PodCheck.ProbeKills, PodCheck.SharedProcesses, PodCheck.Restricted, PodCheck.ProbeUnseen,
        IgnoreCheck.NoSuchRule,
    ];

    /// <summary>What is wrong with the pods of the input: pod by pod, in the order of the lines.</summary>
    public static IReadOnlyList<Finding> Check(LintInput input)
    {
        var found = new IReadOnlyList<Finding>[input.Pods.Count];
        Parallel.For(0, found.Length, i => found[i] = Check(input.Pods[i], input));
        return [.. found.SelectMany(findings => findings)];
    }

    private static List<Finding> Check(PodSpec pod, LintInput input)
    {
        var scene = new PodScene(pod, input);
        var ignored = new IgnoredRules(pod);
        return
        [
            .. Checks.SelectMany(check => check(scene)).Where(finding => !ignored.Hide(finding))
                .OrderBy(finding => finding.Span.Line).ThenBy(finding => finding.Span.Column)
                .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal),
        ];
    }
}
