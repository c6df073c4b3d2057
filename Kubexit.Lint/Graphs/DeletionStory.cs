using Kubexit.Configuration;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>What the picture of a deletion says.</summary>
/// <param name="deletion">The deletion.</param>
/// <param name="grace">What the time is called that the pod has.</param>
internal sealed class DeletionStory(PodDeletion deletion, string grace) : StatusStory
{
    public override string Summary => deletion.Longest <= deletion.Limit
        ? $"It takes {GoDuration.Format(deletion.Longest)} at most, and {grace} (the red line) is {GoDuration.Format(deletion.Limit)}."
        : $"It may take {GoDuration.Format(deletion.Longest)}, but after {GoDuration.Format(deletion.Limit)}, {grace} (the red line), "
            + "the kubelet kills what is left.";

    public override DateTimeOffset? Limit => DateTimeOffset.UnixEpoch + deletion.Limit;

    public override string Word(string word) => word switch
    {
        "waiting" => "goes on, its TERM is held back",
        "born, not ready" => "asked to stop",
        "failed" => "killed at the latest",
        "what was waited for has come true" => "its end lets the other be stopped",
        _ => "",
    };
}
