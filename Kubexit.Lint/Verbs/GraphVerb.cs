using Kubexit.Graveyards;
using Kubexit.Lint.CommandLine;
using Kubexit.Lint.Graphs;
using Kubexit.Lint.Manifests;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Verbs;

/// <summary><c>kubexit-lint graph FILE…</c>: draws the order of a pod.</summary>
internal static class GraphVerb
{
    public static int Run(string[] args)
    {
        if (args.TakeWhile(argument => argument != "--").Any(argument => argument is "--help" or "-h"))
            return LintCommand.Print(GraphFlags.Help);
        var request = new GraphFlags().Read(args);
        var input = LintInput.Read(request.Files);
        foreach (var problem in input.Problems) LintCommand.Complain(problem);
        LintCommand.Print(Draw(request, PodGraph.Of(input)));
        return input.Problems.Count > 0 ? 2 : 0;
    }

    /// <exception cref="ConfigurationException">It cannot be drawn so.</exception>
    public static string Draw(GraphRequest request, IReadOnlyList<PodGraph> pods)
    {
        if (pods.Count == 0) throw new ConfigurationException(
            ["Cannot draw anything: there is no pod in the input, and no object that makes one."]);
        if (request.View == GraphView.Order)
        {
            return request.Output switch
            {
                GraphOutput.Svg => GraphSvg.Render(pods),
                GraphOutput.Mermaid => GraphMermaid.Render(pods),
                GraphOutput.Dot => GraphDot.Render(pods),
            };
        }

        if (request.Takes.Keys.FirstOrDefault(name => !pods.Any(pod => pod.Nodes.Any(node => node.Name == name))) is { } unknown)
            throw new ConfigurationException(
                [$"Cannot use --takes: '{PrintableText.Of(unknown)}' is not a container of a pod in the input, and no container names "
                    + "such an object. Correct the name."]);
        (GraveyardStatus Status, StatusStory Story)[] timelines =
            [.. pods.Select(pod => request.View == GraphView.Timeline ? RunOf(pod, request.Takes) : DeletionOf(pod))];
        if (request.Output == GraphOutput.Svg) return TimelineSvg.Render(timelines);
        return timelines is [var (status, _)]
            ? StatusMermaid.Render(status)
            : throw new ConfigurationException(
                [$"Cannot draw {pods.Count} timelines as one Mermaid diagram. Give one pod, or write --output svg."]);
    }

    private static (GraveyardStatus Status, StatusStory Story) RunOf(PodGraph pod, IReadOnlyDictionary<string, TakenTime> takes)
    {
        var status = new PodRun(pod, takes).Status;
        return (status, new RunStory(takes, status));
    }

    private static (GraveyardStatus Status, StatusStory Story) DeletionOf(PodGraph pod)
    {
        var deletion = new PodDeletion(pod);
        return (deletion.Status,
            new DeletionStory(deletion, pod.Scene.Pod.IsCompose ? "stop_grace_period" : "terminationGracePeriodSeconds"));
    }
}
